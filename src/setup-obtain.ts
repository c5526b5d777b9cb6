/** Obtains every emulator that was asked for, or as many as there are where all were. */

import type { Emulator } from "./emulator/emulator.ts";
import { MissingEmulator } from "./emulator/missing.ts";
import { type Obtained, tryObtain } from "./emulator/obtain.ts";
import { Failure, Failures } from "./failure.ts";
import type { SetupInputs } from "./inputs/setup.ts";
import type { HostJob } from "./job.ts";
import { emulatorRequest } from "./phase/obtained.ts";
import { platformName } from "./platform/platform.ts";
import { log } from "./runner/log.ts";
import type { SetupGround } from "./setup-ground.ts";

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
  if (inputs.platforms !== "all") throw missingFailure(obtained, inputs, ground);
  const broken = missing.filter(({ error }) => !(error instanceof MissingEmulator));
  if (broken.length > 0) {
    const errors = broken.map(({ error }) => error);
    throw new Failures("Not every emulator could be obtained; nothing was registered.", errors);
  }
  if (emulators.length === 0) throw missingFailure(obtained, inputs, ground);
  const targets = missing.map(({ architecture }) => architecture.target).join(", ");
  log.info(`not in any source that was searched, and left out: ${targets}`);
  return emulators;
}

/** One line a platform: had, native or missing, with where it was looked for. */
function missingFailure(
  { emulators, missing }: Obtained,
  { emulator }: SetupInputs,
  { executions }: SetupGround,
): Failure {
  const lines = executions.map(({ platform, kind, architecture }) => {
    const error = missing.find((one) => one.architecture === architecture)?.error;
    const had = emulators.find((one) => one.architecture === architecture);
    const state = kind === "native" ? "native" : `ok, QEMU ${had?.version} from ${had?.origin}`;
    return `${platformName(platform)}: ${error === undefined ? state : `missing, ${flat(error)}`}`;
  });
  const lost = executions.filter(({ architecture }) =>
    missing.some((one) => one.architecture === architecture),
  );
  const [first] = missing;
  return new Failure({
    what: `There is no emulator for ${lost.map(({ platform }) => platformName(platform)).join(", ")}; nothing was registered`,
    seen: lines.join("\n"),
    expected: `an emulator for each platform, from \`emulator: ${emulator.path ?? emulator.source}\``,
    cause: first?.error.parts.cause,
    fix: first?.error.parts.fix,
    anchor: first?.error.parts.anchor ?? "emulator-none",
  });
}

/** The error in one line. */
function flat({ message, parts }: Failure): string {
  return [message, ...(parts.seen?.split("\n") ?? [])].join("; ");
}
