/** Tells of every platform whether it has an emulator, where one that was asked for has none. */

import { MissingEmulator } from "../../emulator/missing.ts";
import type { Obtained } from "../../emulator/obtain.ts";
import { Failure } from "../../failure.ts";
import type { EmulatorInputs } from "../../inputs/inputs.ts";
import { nearest } from "../../nearest.ts";
import { architectures } from "../../platform/architecture.ts";
import type { Execution } from "../../platform/emulation.ts";
import { platformName } from "../../platform/platform.ts";

/**
 * The Failure for what is missing of `executions`, with a line for each platform: native, had, or
 * missing with where it was looked for and the name that is nearest. Nothing is registered by then.
 */
export function lackingFailure(
  obtained: Obtained,
  executions: readonly Execution[],
  { source, path }: EmulatorInputs,
): Failure {
  const { missing } = obtained;
  const lost = executions.filter(({ architecture }) =>
    missing.some((one) => one.architecture === architecture),
  );
  const names = lost.map(({ platform }) => platformName(platform)).join(", ");
  const lacks = missing.every(({ error }) => error instanceof MissingEmulator);
  const [first] = missing;
  return new Failure(
    {
      what: `${lacks ? "There is no emulator" : "No emulator could be obtained"} for ${names}; nothing was registered`,
      seen: executions.map((execution) => lineOf(execution, obtained)).join("\n"),
      expected: `an emulator for each platform, from \`emulator: ${path ?? source}\``,
      command: first?.error.parts.command,
      cause: first?.error.parts.cause,
      fix: first?.error.parts.fix,
      anchor: first?.error.parts.anchor ?? "emulator-none",
    },
    { cause: first?.error.cause },
  );
}

function lineOf(
  { platform, kind, architecture }: Execution,
  { emulators, missing }: Obtained,
): string {
  const name = platformName(platform);
  if (kind === "native") return `${name}: native`;
  const had = emulators.find((one) => one.architecture === architecture);
  if (had !== undefined) return `${name}: ok, QEMU ${had.version} from ${had.origin}`;
  const error = missing.find((one) => one.architecture === architecture)?.error;
  // Another name helps where a source was searched, not where none could be asked or vouched for.
  const searched = error instanceof MissingEmulator && error.parts.anchor !== "emulator-sha256";
  const near = searched ? nearestName(name, missing) : undefined;
  const hint = near === undefined ? "" : `; nearest name: ${near}`;
  return `${name}: missing, ${error === undefined ? "not asked for" : flat(error)}${hint}`;
}

/** The platform whose name is nearest, of those that are not missing as well. */
function nearestName(name: string, missing: Obtained["missing"]): string | undefined {
  const others = architectures
    .filter((row) => !missing.some(({ architecture }) => architecture === row))
    .flatMap(({ target, platforms }) => (platforms.length > 0 ? platforms : [`linux/${target}`]));
  const bare = others.map((other) => other.replace("linux/", ""));
  const found = nearest(name.replace("linux/", ""), bare);
  return found === undefined ? undefined : `linux/${found}`;
}

/** The error in one line. */
function flat({ message, parts }: Failure): string {
  return [message, ...(parts.seen?.split("\n") ?? [])].join("; ");
}
