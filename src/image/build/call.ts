/** The input `call`: BuildKit is asked about the Dockerfile, and nothing is built. */

import { Failure } from "../../failure.ts";
import type { BuildInputs } from "../../inputs/inputs.ts";

/** Whether it asks (`check`, `outline`, `targets`, with attributes or not) instead of building. */
export function isQuestion({ call }: Pick<BuildInputs, "call">): boolean {
  return call !== undefined && call.split(",")[0]?.toLowerCase() !== "build";
}

/**
 * Tells the answer.
 * @throws Failure where it is that something is wrong: `check` with findings, summed up in its first line
 */
export function tellAnswer(
  call: string | undefined,
  { stdout, exitCode }: { readonly stdout: string; readonly exitCode: number },
  write: (text: string) => void,
): void {
  if (stdout.trim() === "") return;
  write(stdout);
  if (exitCode === 0) return;
  throw new Failure({
    what: stdout.trimStart().split("\n")[0]?.trim() ?? "",
    seen: `call: ${call}`,
    cause: "the build checks found what is listed in the log above",
    fix: "# check=skip=RuleName   # first line of the Dockerfile, for a rule that does not fit\ncall: check,ignorestatus=true   # or this, to be told and go on",
    anchor: "build-checks",
  });
}
