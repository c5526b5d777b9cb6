/** Adds a line of output to its step. */

import { crashIn } from "./crash.ts";
import type { Step } from "./steps-event.ts";

/** Lines kept of each step, and characters kept of one line. */
const TAIL = 40;
const WIDTH = 2000;
/** BuildKit's last words about a step's output: 2 MiB in all, and 200 KiB a second, are its limits. */
const CLIPPED = /^\[output clipped, log limit .* reached\]$/;

export function withLine(step: Step, text: string): Step {
  const signal = step.crash === undefined ? crashIn(text) : undefined;
  return {
    ...step,
    tail: [...step.tail, text.slice(0, WIDTH)].slice(-TAIL),
    crash: signal === undefined ? step.crash : { signal, seen: step.heard },
    clipped: step.clipped || CLIPPED.test(text),
  };
}
