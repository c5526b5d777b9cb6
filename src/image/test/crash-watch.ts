/** Stops a test in which a program crashed, where it does not end of it. */

import { AFTER_CRASH } from "../build/stop.ts";

export interface CrashWatch {
  /** Aborted `AFTER_CRASH` milliseconds after the crash. */
  readonly signal: AbortSignal;
  /** To be called whenever there is output. */
  look(): void;
  end(): void;
}

/**
 * QEMU dies of the program's own signal, which it sends to itself. As process 1 of a container it
 * does not get it, and waits for it for ever.
 */
export function watchCrash(crashed: () => boolean): CrashWatch {
  const hangs = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: hangs.signal,
    look: () => {
      if (timer === undefined && crashed()) timer = setTimeout(() => hangs.abort(), AFTER_CRASH);
    },
    end: () => clearTimeout(timer),
  };
}
