/** Turns the runner's cancel into one abort: SIGINT first, SIGTERM 7.5 s later, the end 2.5 s after that. */

import { Failure } from "../failure.ts";

export interface Cancellation {
  /** @throws what was thrown where nobody caught it, if anything was */
  throwIfLost(): void;
  /** Aborted at the first SIGINT or SIGTERM; its reason is a Failure that names the signal. */
  readonly signal: AbortSignal;
  /** Gives the signals back to Node, which then ends the process at the next one. */
  dispose(): void;
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Listens for SIGINT and SIGTERM until `dispose`.
 *
 * Only the first one aborts. Later ones do nothing, so that what undoes the run is not cut off
 * half-way: the runner's SIGTERM comes while we still clean up after its SIGINT. An error that nobody
 * caught aborts too: Node would end at once, and print what others wrote in it as it is.
 */
export function cancelOnSignal(): Cancellation {
  const controller = new AbortController();
  const abort = (name: NodeJS.Signals): void => {
    const what = "the run was cancelled";
    const cause = "the job was stopped";
    controller.abort(new Failure({ what, seen: name, cause, anchor: "cancelled" }));
  };
  let lost: { readonly error: unknown } | undefined;
  const uncaught = (error: unknown): void => {
    lost ??= { error };
    controller.abort(error);
  };
  for (const name of SIGNALS) process.on(name, abort);
  process.on("uncaughtException", uncaught);
  return {
    signal: controller.signal,
    throwIfLost: () => {
      if (lost !== undefined) throw lost.error;
    },
    dispose: () => {
      for (const name of SIGNALS) process.off(name, abort);
      process.off("uncaughtException", uncaught);
    },
  };
}
