/** Obtains the emulators of a run with the CPU of each, and keeps what they are for the reports. */

import type { AskedCpus } from "../../emulator/cpu/choice.ts";
import type { Emulator, EmulatorRequest } from "../../emulator/emulator.ts";
import { muteness } from "../../emulator/mute.ts";
import { obtainEmulators, tryObtain } from "../../emulator/obtain.ts";
import type { EmulatorInputs, Inputs } from "../../inputs/inputs.ts";
import { type HostJob, hasEngine, type Job } from "../../job/job.ts";
import type { Execution } from "../../platform/emulation.ts";
import type { Platform } from "../../platform/platform.ts";
import { emulatorLine } from "../../report/lines.ts";
import { log } from "../../runner/log.ts";
import type { Ground } from "../preflight.ts";
import type { RunRecord } from "../record.ts";
import { withCpus } from "./cpu.ts";
import { lackingFailure } from "./lacking.ts";

/** One emulator for each architecture that is emulated; of several platforms each is told of where one has none. */
export async function obtained(
  job: Job,
  inputs: Inputs,
  { ground, cpus }: { ground: Ground; cpus: AskedCpus },
  record: RunRecord,
): Promise<readonly Emulator[]> {
  const emulated = ground.executions.filter(({ kind }) => kind === "emulated");
  const request = emulatorRequest(job, inputs.emulator, ground.node.platform, emulated);
  const emulators = await withCpus(await all(request, ground), cpus, record);
  reportEmulators(emulators, emulated, record);
  for (const emulator of emulators) {
    const mute = muteness(emulator);
    if (mute !== undefined) log.info(mute);
  }
  return emulators;
}

async function all(request: EmulatorRequest, { executions }: Ground): Promise<readonly Emulator[]> {
  if (executions.length === 1) return await obtainEmulators(request);
  const found = await tryObtain(request);
  if (found.missing.length > 0) throw lackingFailure(found, executions, request.inputs);
  return found.emulators;
}

/** What to obtain for `emulated` on a node of platform `host`. */
export function emulatorRequest(
  job: HostJob,
  inputs: EmulatorInputs,
  host: Platform,
  emulated: readonly Execution[],
): EmulatorRequest {
  const { temp, signal, trusted } = job;
  const architectures = [...new Set(emulated.map(({ architecture }) => architecture))];
  const images = hasEngine(job)
    ? {
        engine: job.engine,
        jobId: job.id,
        onPull: (pulled: string | undefined) => job.ledger.note({ pulled }),
      }
    : undefined;
  return { architectures, host, inputs, temp, signal, trusted, images };
}

/** Tells of each platform which emulator it has. */
export function reportEmulators(
  emulators: readonly Emulator[],
  emulated: readonly Execution[],
  record: RunRecord,
): void {
  for (const { platform, architecture } of emulated) {
    const emulator = emulators.find((candidate) => candidate.architecture === architecture);
    if (emulator === undefined) continue;
    const { version, source, origin, sha256, cpu, cacheHit } = emulator;
    const hit = cacheHit !== "none";
    record.addTo(platform, { emulator: { version, source, origin, sha256, cpu, cacheHit: hit } });
  }
  for (const row of record.outcome().platforms) log.info(emulatorLine(row));
}
