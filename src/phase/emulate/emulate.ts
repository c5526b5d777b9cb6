/** Makes the asked platforms runnable: obtains emulators, registers them, proves each by a run. */

import { foreign, type Proof, type Provable } from "../../binfmt/proof.ts";
import { prove } from "../../binfmt/prove.ts";
import { prepareRegistration } from "../../binfmt/register.ts";
import type { Inputs } from "../../inputs/inputs.ts";
import type { Job } from "../../job/job.ts";
import type { Execution } from "../../platform/emulation.ts";
import { platformName } from "../../platform/platform.ts";
import { proofLines } from "../../report/lines.ts";
import { prepareCommands } from "../../runner/command.ts";
import { log } from "../../runner/log.ts";
import type { Ground } from "../preflight.ts";
import type { RunRecord } from "../record.ts";
import { cpusFor, provable } from "./cpu.ts";
import { registerByImage } from "./image-registrar.ts";
import { obtained } from "./obtained.ts";
import { registered } from "./registered.ts";

/** Emulates whatever of `ground.executions` needs it; nothing is done where nothing does. */
export async function emulate(
  job: Job,
  inputs: Inputs,
  ground: Ground,
  record: RunRecord,
): Promise<void> {
  const emulated = ground.executions.filter(({ kind }) => kind === "emulated");
  const cpus = cpusFor(emulated, inputs, record);
  const { way } = ground;
  if (way === undefined) return;
  const names = emulated.map(({ platform }) => platformName(platform)).join(", ");
  if (way.kind === "off" || way.kind === "image") {
    const handlers = way.kind === "image" ? await byImage(job, inputs, ground, record) : undefined;
    return await record.phase(`Prove ${names}`, () =>
      proveOnly(job, emulated, handlers ?? whatever(emulated), record),
    );
  }
  const ready = way.kind === "container" ? prepareRegistration(job, way) : undefined;
  // The build will need it; nothing waits for it here, and a failure shows where it is used.
  prepareCommands().catch(() => undefined);
  // Awaited below; a failure to obtain must not leave it unhandled, and undo must wait for it.
  if (ready !== undefined) job.pending.push(ready.catch(() => undefined));
  try {
    const emulators = await record.phase(`Obtain QEMU for ${names}`, () =>
      obtained(job, inputs, { ground, cpus }, record),
    );
    await record.phase(`Register and prove ${names}`, async () => {
      const request = { way, emulators, host: ground.node.platform, waiting: ready };
      const registration = await registered(job, inputs.registration, request, record);
      report(await prove(job, provable(registration, emulators)), emulated, record);
    });
  } finally {
    // What is being made must be there when undo looks for it.
    await ready?.catch(() => undefined);
  }
}

async function byImage(
  job: Job,
  { emulator: { image } }: Inputs,
  { node: { platform }, executions }: Ground,
  record: RunRecord,
): Promise<readonly Provable[] | undefined> {
  if (image === undefined) return undefined;
  const emulated = executions.filter(({ kind }) => kind === "emulated");
  const wanted = [...new Set(emulated.map(({ architecture }) => architecture))];
  const request = { image, platform, wanted, lenient: false };
  return await record.phase("Register by an image", () => registerByImage(job, request, record));
}

/** Whatever runs these programs on the node. */
function whatever(emulated: readonly Execution[]): readonly Provable[] {
  return emulated.map(({ architecture }) => foreign(architecture));
}

/** No handler is under a name of this job's own. */
async function proveOnly(
  job: Job,
  emulated: readonly Execution[],
  handlers: readonly Provable[],
  record: RunRecord,
): Promise<void> {
  report(await prove(job, { handlers, rights: "least", node: undefined }), emulated, record);
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
