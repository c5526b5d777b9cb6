/** Obtains the emulators of a run with the CPU of each, and keeps what they are for the reports. */

import type { AskedCpus } from "../emulator/cpu-choice.ts";
import type { Emulator } from "../emulator/emulator.ts";
import { obtainEmulators } from "../emulator/obtain.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Job } from "../job.ts";
import type { RunRecord } from "../record.ts";
import { emulatorLine } from "../report/lines.ts";
import { log } from "../runner/log.ts";
import { withCpus } from "./cpu.ts";
import type { Ground } from "./preflight.ts";

/** One emulator for each architecture that is emulated. */
export async function obtained(
  job: Job,
  inputs: Inputs,
  { ground, cpus }: { ground: Ground; cpus: AskedCpus },
  record: RunRecord,
): Promise<readonly Emulator[]> {
  const emulated = ground.executions.filter(({ kind }) => kind === "emulated");
  const found = await obtainEmulators({
    architectures: [...new Set(emulated.map(({ architecture }) => architecture))],
    host: ground.node.platform,
    inputs: inputs.emulator,
    temp: job.temp,
    signal: job.signal,
    trusted: job.trusted,
    images: {
      engine: job.engine,
      jobId: job.id,
      onPull: (pulled) => job.ledger.note({ pulled }),
    },
  });
  const emulators = await withCpus(found, cpus, record);
  for (const { platform, architecture } of emulated) {
    const emulator = emulators.find((candidate) => candidate.architecture === architecture);
    if (emulator === undefined) continue;
    const { version, source, origin, sha256, cpu, cacheHit } = emulator;
    const hit = cacheHit !== "none";
    record.addTo(platform, { emulator: { version, source, origin, sha256, cpu, cacheHit: hit } });
  }
  for (const row of record.outcome().platforms) log.info(emulatorLine(row));
  return emulators;
}
