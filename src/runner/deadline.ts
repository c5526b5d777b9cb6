/** A time limit that holds. */

export interface Deadline {
  /** Aborted when the time is up, or when the signal it was made with is. */
  readonly signal: AbortSignal;
  /** To be called when the work has ended: until then the process stays. */
  end(): void;
}

/**
 * `AbortSignal.any([signal, AbortSignal.timeout(ms)])`, but for this: in Node 20 that signal is
 * never aborted once the garbage collector has run, as nothing holds the second one.
 */
export function deadline(ms: number, signal?: AbortSignal): Deadline {
  const own = new AbortController();
  const late = new DOMException(`not finished after ${ms / 1000} s`, "TimeoutError");
  const timer = setTimeout(() => own.abort(late), ms);
  const stop = (): void => own.abort(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  const end = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  };
  return { signal: own.signal, end };
}
