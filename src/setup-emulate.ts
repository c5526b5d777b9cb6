/** Emulates what the set-up step was asked for, or all that the source of emulators has. */

import { importRegistrar } from "./binfmt/registrar.ts";
import type { Emulator } from "./emulator/emulator.ts";
import type { SetupInputs } from "./inputs/setup.ts";
import { type HostJob, hasEngine } from "./job.ts";
import { reportEmulators } from "./phase/emulate.ts";
import { registerAll } from "./phase/register.ts";
import type { Execution } from "./platform/emulation.ts";
import { platformName, samePlatform } from "./platform/platform.ts";
import type { RunRecord } from "./record.ts";
import { foreignOf, type SetupGround } from "./setup-ground.ts";
import { obtainWanted } from "./setup-obtain.ts";
import { proveRunning } from "./setup-prove.ts";

/** Obtains, registers and proves; the record then has a row for each platform that runs. */
export async function emulateSetup(
  job: HostJob,
  inputs: SetupInputs,
  ground: SetupGround,
  record: RunRecord,
): Promise<void> {
  const foreign = foreignOf(ground);
  const imported = foreign.length === 0 ? undefined : imports(job);
  const emulators = await obtained(job, inputs, ground, record);
  if (foreign.length === 0) return;
  await record.phase(`Register and prove ${named(foreign)}`, async () => {
    await imported;
    const registration =
      emulators.length === 0
        ? undefined
        : await registerAll(job, inputs.registration, emulators, record);
    const runs = ({ platform }: Execution): boolean =>
      record.outcome().platforms.some((row) => samePlatform(row.platform, platform));
    await proveRunning(
      job,
      {
        executions: foreign.filter(runs),
        uname: ground.uname,
        registration,
        lenient: inputs.platforms === "all",
      },
      record,
    );
  });
}

/** Lays the registrar's image into the engine while emulators are obtained. */
function imports(job: HostJob): Promise<unknown> | undefined {
  if (!hasEngine(job)) return undefined;
  job.ledger.note({ images: true });
  const imported = importRegistrar(job);
  // Awaited later; a failure to obtain must not leave it unhandled.
  imported.catch(() => undefined);
  return imported;
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
  if (emulated.length === 0 || inputs.registration.register === "off") {
    record.add({ platforms: executions.map(rowOf) });
    return [];
  }
  return await record.phase(`Obtain QEMU for ${named(emulated)}`, async () => {
    const emulators = await obtainWanted(job, inputs, ground);
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
