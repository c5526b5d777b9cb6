/** Cancels a step the way the runner does: signals to its process, one after the other. */

import type { ChildProcess } from "node:child_process";

/** When to cancel, and with what; one of `after`, `when` and `abort`. */
export interface CancelPlan {
  /** Milliseconds after the start. */
  readonly after?: number;
  /** True for the line at which the job is cancelled. */
  readonly when?: (line: string) => boolean;
  readonly abort?: AbortSignal;
  /** Each with the milliseconds to wait before it; default: what the real runner sends. */
  readonly signals?: readonly (readonly [wait: number, signal: NodeJS.Signals])[] | undefined;
}

/** actions/runner, src/Runner.Sdk/ProcessInvoker.cs: SIGINT, 7.5 s, SIGTERM, 2.5 s, kill. */
const RUNNER_CANCEL = [
  [0, "SIGINT"],
  [7500, "SIGTERM"],
  [2500, "SIGKILL"],
] as const;

export interface Cancelling {
  /** Sends the signals; the second call does nothing. */
  start(): void;
  /** When they began, as `performance.now()`. */
  startedAt(): number | undefined;
  /** Sends no more of them. */
  clear(): void;
}

export function cancelling(child: ChildProcess, plan: CancelPlan | undefined): Cancelling {
  const timers: NodeJS.Timeout[] = [];
  let startedAt: number | undefined;
  const start = (): void => {
    if (startedAt !== undefined) return;
    startedAt = performance.now();
    let at = 0;
    for (const [wait, signal] of plan?.signals ?? RUNNER_CANCEL) {
      at += wait;
      if (at === 0) child.kill(signal);
      else timers.push(setTimeout(() => child.kill(signal), at));
    }
  };
  if (plan?.after !== undefined) timers.push(setTimeout(start, plan.after));
  plan?.abort?.addEventListener("abort", start);
  if (plan?.abort?.aborted) start();
  return { start, startedAt: () => startedAt, clear: () => timers.forEach(clearTimeout) };
}
