/** Obtains every emulator that was asked for, or as many as there are where all were. */

import type { Emulator } from "../emulator/emulator.ts";
import { MissingEmulator } from "../emulator/missing.ts";
import { tryObtain } from "../emulator/obtain.ts";
import { Failures } from "../failure.ts";
import type { SetupInputs } from "../inputs/setup.ts";
import type { HostJob } from "../job/job.ts";
import { lackingFailure } from "../phase/emulate/lacking.ts";
import { emulatorRequest } from "../phase/emulate/obtained.ts";
import { log } from "../runner/log.ts";
import type { SetupGround } from "./ground.ts";

/**
 * The emulators, nothing registered yet.
 * @throws Failure that tells of each platform whether it has one, where one that was asked for is
 *   missing; for `all` where there is none at all, or a source could not be asked
 */
export async function obtainWanted(
  job: HostJob,
  inputs: SetupInputs,
  ground: SetupGround,
): Promise<readonly Emulator[]> {
  const emulated = ground.executions.filter(({ kind }) => kind === "emulated");
  const obtained = await tryObtain(emulatorRequest(job, inputs.emulator, ground.own, emulated));
  const { emulators, missing } = obtained;
  if (missing.length === 0) return emulators;
  if (inputs.platforms !== "all")
    throw lackingFailure(obtained, ground.executions, inputs.emulator);
  const broken = missing.filter(({ error }) => !(error instanceof MissingEmulator));
  if (broken.length > 0) {
    const errors = broken.map(({ error }) => error);
    throw new Failures("Not every emulator could be obtained; nothing was registered.", errors);
  }
  if (emulators.length === 0) throw lackingFailure(obtained, ground.executions, inputs.emulator);
  const targets = missing.map(({ architecture }) => architecture.target).join(", ");
  log.info(`not in any source that was searched, and left out: ${targets}`);
  return emulators;
}
