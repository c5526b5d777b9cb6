/** Emulates what the set-up step was asked for, or all that the source of emulators has. */

import type { ProofRequest } from "../binfmt/prove.ts";
import { prepareRegistration } from "../binfmt/register.ts";
import type { Emulator } from "../emulator/emulator.ts";
import type { Begun } from "../engine/container/begin.ts";
import type { SetupInputs } from "../inputs/setup.ts";
import { type HostJob, hasEngine } from "../job/job.ts";
import { cpusFor, provable, withCpus } from "../phase/emulate/cpu.ts";
import { registerByImage } from "../phase/emulate/image-registrar.ts";
import { reportEmulators } from "../phase/emulate/obtained.ts";
import { registered } from "../phase/emulate/registered.ts";
import type { RunRecord } from "../phase/record.ts";
import type { Execution } from "../platform/emulation.ts";
import { platformName, samePlatform } from "../platform/platform.ts";
import { foreignOf, type SetupGround } from "./ground.ts";
import { obtainWanted } from "./obtain.ts";
import { proveRunning } from "./prove.ts";

/** Obtains, registers and proves; the record then has a row for each platform that runs. */
export async function emulateSetup(
  job: HostJob,
  inputs: SetupInputs,
  ground: SetupGround,
  record: RunRecord,
): Promise<void> {
  const foreign = foreignOf(ground);
  const waiting = foreign.length === 0 ? undefined : prepared(job, ground);
  // Awaited below; a failure to obtain must not leave it unhandled, and undo must wait for it.
  if (waiting !== undefined) job.pending.push(waiting.catch(() => undefined));
  // What is being made must be there when undo looks for it.
  const emulators = await obtained(job, inputs, ground, record).finally(() =>
    waiting?.catch(() => undefined),
  );
  if (foreign.length === 0) return;
  await record.phase(`Register and prove ${named(foreign)}`, async () => {
    await waiting;
    const { way, own: host } = ground;
    const lenient = inputs.platforms === "all";
    const registration =
      emulators.length === 0 || way === undefined
        ? undefined
        : await registered(job, inputs.registration, { way, emulators, host, waiting }, record);
    const request =
      registration === undefined
        ? await byImage(job, inputs, ground, record)
        : provable(registration, emulators);
    const runs = ({ platform }: Execution): boolean =>
      record.outcome().platforms.some((row) => samePlatform(row.platform, platform));
    const { uname } = ground;
    const executions = foreign.filter(runs);
    await proveRunning(job, { executions, uname, registered: request, lenient }, record);
  });
}

/** What an image registered; what it has none for loses its row where no platform was named. */
async function byImage(
  job: HostJob,
  { emulator: { image }, platforms }: SetupInputs,
  { way, own: platform, executions }: SetupGround,
  record: RunRecord,
): Promise<ProofRequest | undefined> {
  if (!hasEngine(job) || way?.kind !== "image" || image === undefined) return undefined;
  const emulated = executions.filter(({ kind }) => kind === "emulated");
  const wanted = [...new Set(emulated.map(({ architecture }) => architecture))];
  const request = { image, platform, wanted, lenient: platforms === "all" };
  const handlers = await registerByImage(job, request, record);
  const had = [...new Set(handlers.map(({ architecture }) => architecture))];
  const running = executions.filter(
    ({ kind, architecture }) => kind === "native" || had.includes(architecture),
  );
  record.add({ platforms: running.map(rowOf) });
  return { handlers, rights: "least", node: undefined };
}

/** Makes the registrar ready in the engine while emulators are obtained. */
function prepared(job: HostJob, { way }: SetupGround): Promise<Begun> | undefined {
  if (!hasEngine(job) || way?.kind !== "container") return undefined;
  return prepareRegistration(job, way);
}

/** The emulators for `ground`; the record gets a row for what has one, or needs none. */
async function obtained(
  job: HostJob,
  inputs: SetupInputs,
  ground: SetupGround,
  record: RunRecord,
): Promise<readonly Emulator[]> {
  const { executions } = ground;
  const emulated = executions.filter(({ kind }) => kind === "emulated");
  const cpus = cpusFor(emulated, inputs, record);
  if (emulated.length === 0 || ground.way?.kind === "off" || ground.way?.kind === "image") {
    record.add({ platforms: executions.map(rowOf) });
    return [];
  }
  return await record.phase(`Obtain QEMU for ${named(emulated)}`, async () => {
    const emulators = await withCpus(await obtainWanted(job, inputs, ground), cpus, record);
    const had = emulators.map(({ architecture }) => architecture);
    const running = executions.filter(
      ({ kind, architecture }) => kind === "native" || had.includes(architecture),
    );
    record.add({ platforms: running.map(rowOf) });
    reportEmulators(emulators, running, record);
    return emulators;
  });
}

/** `linux/arm64, linux/arm/v7`; of many their number. */
function named(executions: readonly Execution[]): string {
  if (executions.length > 6) return `${executions.length} platforms`;
  return executions.map(({ platform }) => platformName(platform)).join(", ");
}

function rowOf({ platform, kind }: Execution) {
  return { platform, native: kind === "native", proofs: [] };
}
