/** Stops what says nothing for too long. */

export interface SilenceWatch {
  /** Aborted after `ms` milliseconds without a word. */
  readonly signal: AbortSignal;
  /** A sign of life. */
  heard(): void;
  end(): void;
}

export function watchSilence(ms: number): SilenceWatch {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), ms);
  return {
    signal: silent.signal,
    heard: () => void timer.refresh(),
    end: () => clearTimeout(timer),
  };
}
