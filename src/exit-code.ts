/** What an exit code means, in words. */

const SIGNALS: Readonly<Record<number, string>> = {
  4: ": illegal instruction",
  6: ": aborted",
  7: ": bus error",
  8: ": arithmetic error",
  9: ": killed",
  11: ": segmentation fault",
};

/**
 * Codes of `docker run` and of shells, each with its usual meaning.
 * Sources: docker's "exit status" of `docker run` (125–127); POSIX shells: 128 + signal number.
 */
const MEANINGS: Readonly<Record<number, string>> = {
  125: "the engine refused: the container was not created or not started",
  126: "the program was found and could not be executed",
  127: "the program, or its interpreter, was not found",
  130: "interrupted: signal 2, SIGINT",
  137: "signal 9: killed, often for want of memory",
  143: "signal 15: told to stop",
};

/** `4` -> `signal 4: illegal instruction`. */
export function signalText(signal: number): string {
  return `signal ${signal}${SIGNALS[signal] ?? ""}`;
}

/** `137` -> `137 (signal 9: killed, often for want of memory)`; a code without a meaning stays bare. */
export function exitCodeText(code: number): string {
  const signal = signalOf(code);
  const meaning = MEANINGS[code] ?? (signal && signalText(signal));
  return meaning === undefined ? `${code}` : `${code} (${meaning})`;
}

/** The signal a program died of, as shells tell it; undefined for an ordinary exit. */
export function signalOf(code: number): number | undefined {
  return code > 128 && code <= 192 ? code - 128 : undefined;
}
