/** Finds steps that hang, and explains why the build was stopped for them. */

import { Failure } from "../failure.ts";
import { CRASH, likelyCause } from "./build-failure-causes.ts";
import { isRunning, type Step } from "./steps-event.ts";
import { titleOf } from "./steps-log.ts";

/** A step that is taken to hang. */
export interface Silence {
  readonly step: Step;
  /** How long it was silent, in milliseconds. */
  readonly ms: number;
  /** Whether the last it said was that a program crashed under the emulator. */
  readonly crashed: boolean;
}

/**
 * Milliseconds of silence after a crash was the last word. Its parent often waits for ever then; one
 * that lives on (a configure script trying things) says something sooner.
 */
const AFTER_CRASH = 45_000;

/**
 * The first running step that hangs at `now`, milliseconds by our clock: silent for `limit`
 * milliseconds (0: for ever), or for 45 s after its last line told of a crash.
 */
export function silenceOf(steps: readonly Step[], now: number, limit: number): Silence | undefined {
  for (const step of steps.filter(isRunning)) {
    const ms = now - step.heard;
    const last = step.tail.findLast((line) => line.trim() !== "") ?? "";
    const crashed = CRASH.test(last) && ms >= AFTER_CRASH;
    if (crashed || (limit > 0 && ms >= limit)) return { step, ms, crashed };
  }
  return undefined;
}

/**
 * @param minutes the configured limit.
 * @param platforms what was built, for a step that names none.
 */
export function silenceFailure(
  { step, ms, crashed }: Silence,
  minutes: number,
  platforms: readonly string[],
): Failure {
  const platform = step.platforms?.runs ?? platforms.join(", ");
  const last = step.tail.slice(-20).join("\n");
  if (crashed) {
    const output = step.tail.join("\n");
    const facts = { output, platform, code: undefined, emulated: true };
    const what = `The build was stopped: ${titleOf(step)} hangs after a crash, ${Math.round(ms / 1000)} s without output.`;
    return new Failure({ what, seen: last, ...likelyCause(facts) });
  }
  return new Failure({
    what: `The build was stopped: no output for ${minutes} min in ${titleOf(step)}`,
    seen: last === "" ? undefined : last,
    expected: `a line of output at least every ${minutes} min (timeout: ${minutes})`,
    cause: "Under emulation some programs hang for ever; others are only slow and silent.",
    fix: "timeout: 0   # waits for ever; or a higher number of minutes",
    anchor: "build-silent",
  });
}
