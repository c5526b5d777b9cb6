/** Finds steps that crashed or hang, and explains why the build was stopped for them. */

import { signalText } from "../../exit-code.ts";
import { Failure } from "../../failure.ts";
import { expectsCrash } from "./crash.ts";
import { explained } from "./known-errors.ts";
import { commandOf, isRunning, platformOf, type Step } from "./steps-event.ts";
import { titleOf } from "./steps-log.ts";

/** A step for which the build is stopped, `ms` milliseconds after its last word or after its crash. */
export interface Stop {
  readonly kind: "silent" | "crashed";
  readonly step: Step;
  readonly ms: number;
}

export interface Limits {
  /** Milliseconds without output of one step; 0: for ever. */
  readonly silence: number;
  /** Parts of the commands that may crash. */
  readonly crashAllow: readonly string[];
}

/** Milliseconds a step gets after a crash to say what follows from it, and to end by itself. */
export const AFTER_CRASH = 10_000;

/**
 * The first step the build cannot go on for at `now`, milliseconds by our clock. A crash counts
 * whatever the step makes of it: what it ends with may be that of `tee`, or of what came after.
 */
export function stopOf(steps: readonly Step[], now: number, limits: Limits): Stop | undefined {
  for (const step of steps) {
    const running = isRunning(step);
    if (unexpected(step, limits) && step.error === undefined) {
      const ms = now - (step.crash?.seen ?? now);
      if (!running || ms >= AFTER_CRASH) return { kind: "crashed", step, ms };
    }
    const ms = now - step.heard;
    // Of a clipped step nothing is heard any more, whatever it says.
    const silent = limits.silence > 0 && ms >= limits.silence && !step.clipped;
    if (running && silent) return { kind: "silent", step, ms };
  }
  return undefined;
}

const unexpected = (step: Step, { crashAllow }: Limits): boolean =>
  step.crash !== undefined && !expectsCrash(commandOf(step), step.crash.signal, crashAllow);

/** Steps of a build that went well though a program crashed in them, as they were allowed to. */
export function crashNotices(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) =>
    step.crash === undefined
      ? []
      : [`A program died of ${signalText(step.crash.signal)}, as expected, in ${titleOf(step)}`],
  );
}

export interface StoppedBuild {
  /** The configured limit of silence, in minutes. */
  readonly minutes: number;
  readonly platforms: readonly string[];
  /** Platform -> name and version of its emulator. */
  readonly emulators: Readonly<Record<string, string>>;
  /** Whether the builder's cache has the step no more. */
  readonly forgotten: boolean;
}

/** The Failure of a build that was stopped. */
export function stopFailure(stop: Stop, build: StoppedBuild): Failure {
  const { step } = stop;
  const platform = platformOf(step, build.platforms) ?? build.platforms.join(", ");
  const named = step.platforms === undefined ? ` for ${platform}` : "";
  const last = step.tail.slice(-20).join("\n");
  const facts = {
    ...{ said: "program" as const, output: step.tail.join("\n"), platform },
    ...{ emulator: build.emulators[platform], command: commandOf(step) },
  };
  const words = { named, last, forgotten: build.forgotten };
  return stop.kind === "silent"
    ? silentFailure(stop, build, { ...words, causes: explained({ ...facts, silent: true }) })
    : crashFailure(stop, facts.emulator, {
        ...words,
        causes: explained({ ...facts, crash: step.crash?.signal }),
      });
}

interface Words {
  readonly named: string;
  readonly last: string;
  readonly forgotten: boolean;
  readonly causes: ReturnType<typeof explained>;
}

function silentFailure({ step }: Stop, { minutes }: StoppedBuild, words: Words): Failure {
  return new Failure({
    what: `The build${words.named} was stopped: no output for ${minutes} min in ${titleOf(step)}`,
    seen: words.last === "" ? undefined : words.last,
    expected: `a line of output at least every ${minutes} min (timeout: ${minutes})`,
    ...words.causes,
  });
}

function crashFailure({ step, ms }: Stop, emulator = "the emulator", words: Words): Failure {
  const then = isRunning(step)
    ? `and the step still ran ${Math.round(ms / 1000)} s later`
    : "and the step ended as if nothing had happened";
  const signal = signalText(step.crash?.signal ?? 0);
  const allow = "crash-allow: …   # a part of the step's command, where it expects the crash";
  const again = "no-cache: true   # next time: the builder's cache still has what the step made";
  return new Failure({
    what: `The build${words.named} was stopped at ${titleOf(step)}: a program crashed under ${emulator} (${signal}), ${then}`,
    seen: words.last,
    ...words.causes,
    fix: [words.causes.fix, allow, ...(words.forgotten ? [] : [again])].join("\n"),
  });
}
