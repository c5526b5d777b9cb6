/** Makes the asked platforms runnable: obtains emulators, registers them, proves each by a run. */

import { type Proof, prove } from "../binfmt/prove.ts";
import { importRegistrar } from "../binfmt/registrar.ts";
import type { Emulator, EmulatorRequest } from "../emulator/emulator.ts";
import { obtainEmulators } from "../emulator/obtain.ts";
import type { EmulatorInputs, Inputs } from "../inputs/inputs.ts";
import type { HostJob, Job } from "../job.ts";
import type { Execution } from "../platform/emulation.ts";
import { type Platform, platformName } from "../platform/platform.ts";
import type { RunRecord } from "../record.ts";
import { emulatorLine, proofLines } from "../report/lines.ts";
import { log } from "../runner/log.ts";
import type { Ground } from "./preflight.ts";
import { registerAll } from "./register.ts";

/** Emulates whatever of `ground.executions` needs it; nothing is done where nothing does. */
export async function emulate(
  job: Job,
  inputs: Inputs,
  ground: Ground,
  record: RunRecord,
): Promise<void> {
  const emulated = ground.executions.filter(({ kind }) => kind === "emulated");
  if (emulated.length === 0) return;
  const names = emulated.map(({ platform }) => platformName(platform)).join(", ");
  job.ledger.note({ images: true });
  const imported = importRegistrar(job);
  // Awaited below; a failure to obtain must not leave it unhandled.
  imported.catch(() => undefined);
  if (inputs.registration.register === "off") {
    await record.phase(`Prove ${names}`, async () => {
      await imported;
      const handlers = emulated.map(({ architecture }) => ({ name: undefined, architecture }));
      report(await prove(job, { handlers, rights: "least", node: undefined }), emulated, record);
    });
    return;
  }
  const emulators = await record.phase(`Obtain QEMU for ${names}`, () =>
    obtained(job, inputs, ground, record),
  );
  await record.phase(`Register and prove ${names}`, async () => {
    await imported;
    const registration = await registerAll(job, inputs.registration, emulators, record);
    report(await prove(job, registration), emulated, record);
  });
}

async function obtained(
  job: Job,
  inputs: Inputs,
  ground: Ground,
  record: RunRecord,
): Promise<readonly Emulator[]> {
  const emulated = ground.executions.filter(({ kind }) => kind === "emulated");
  const request = emulatorRequest(job, inputs.emulator, ground.node.platform, emulated);
  const emulators = await obtainEmulators(request);
  reportEmulators(emulators, emulated, record);
  return emulators;
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
  return { architectures, host, inputs, temp, signal, trusted };
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
    const { version, source, origin, sha256, cacheHit } = emulator;
    const hit = cacheHit !== "none";
    record.addTo(platform, { emulator: { version, source, origin, sha256, cacheHit: hit } });
  }
  for (const row of record.outcome().platforms) log.info(emulatorLine(row));
}

/** Tells of each platform what its test program printed. */
export function report(
  proofs: readonly Proof[],
  emulated: readonly Execution[],
  record: RunRecord,
): void {
  for (const { platform, architecture } of emulated) {
    const proof = proofs.find((candidate) => candidate.architecture === architecture);
    if (proof === undefined) continue;
    const { machine, ms, emulatorVersion } = proof;
    record.addTo(platform, { proofs: [{ machine, ms, where: "node", emulatorVersion }] });
  }
  for (const row of record.outcome().platforms) for (const line of proofLines(row)) log.info(line);
}
