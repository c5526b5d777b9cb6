/** Adds a line of output to its step. */

import { countedCrash, crashIn } from "./crash.ts";
import { commandOf, type Step } from "./steps-event.ts";

/** Lines kept of each step, and characters kept of one line. */
const TAIL = 40;
const WIDTH = 2000;
/** BuildKit's last words about a step's output: 2 MiB in all, and 200 KiB a second, are its limits. */
const CLIPPED = /^\[output clipped, log limit .* reached\]$/;

export function withLine(step: Step, text: string): Step {
  const signal = countedCrash(commandOf(step), step.crash?.signal, crashIn(text));
  return {
    ...step,
    tail: [...step.tail, text.slice(0, WIDTH)].slice(-TAIL),
    crash: signal === step.crash?.signal ? step.crash : crashOf(signal, step.heard),
    clipped: step.clipped || CLIPPED.test(text),
  };
}

const crashOf = (signal: number | undefined, seen: number): Step["crash"] =>
  signal === undefined ? undefined : { signal, seen };
