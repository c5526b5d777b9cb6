/** The likely cause of a failed build: a crash of the emulator, or what the table knows. */

import { signalOf } from "../exit-code.ts";
import { type Explained, type FailureFacts, ROWS } from "./build-failure-table.ts";

/** What most likely went wrong; empty where the step just failed by its own doing. */
export function likelyCause(facts: FailureFacts): Explained {
  const crash = crashCause(facts);
  if (crash !== undefined) return crash;
  for (const { match, explain } of ROWS) {
    const found = match.exec(facts.output);
    if (found !== null) return explain(found, facts);
  }
  return { anchor: "build-failed" };
}

/** The emulator's own message, which also comes where a shell hides the exit code. */
export const CRASH = /qemu: uncaught target signal (\d+)/;

function crashCause({ output, code, platform, emulated }: FailureFacts): Explained | undefined {
  const printed = CRASH.exec(output)?.[1];
  const signal = printed === undefined ? signalOf(code ?? 0) : Number(printed);
  if (signal === 9) {
    const cause = "Something killed it: most often the builder's machine had no memory left.";
    return { cause, fix: "run fewer jobs at once in it (`make -j1`)", anchor: "killed" };
  }
  if (signal === undefined || (printed === undefined && !emulated)) return undefined;
  return {
    cause: `A program crashed under the emulator (signal ${signal}): QEMU cannot run all that a ${platform} processor can.`,
    fix: [
      "one of, best first:",
      "FROM --platform=$BUILDPLATFORM …   # in the Dockerfile, for a stage that makes portable files",
      "emulator-version: …   # another QEMU; or emulator-cpu: another processor model",
      "runs-on: ubuntu-24.04-arm   # a native runner, for arm64",
    ].join("\n"),
    anchor: "emulator-crash",
  };
}
