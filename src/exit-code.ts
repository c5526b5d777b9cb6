/** What an exit code means, in words. */

/**
 * Codes of `docker run` and of shells, each with its usual meaning.
 * Sources: docker's "exit status" of `docker run` (125–127); POSIX shells: 128 + signal number.
 */
const MEANINGS: Readonly<Record<number, string>> = {
  125: "the engine refused: the container was not created or not started",
  126: "the program was found and could not be executed",
  127: "the program, or its interpreter, was not found",
  130: "interrupted: signal 2, SIGINT",
  132: "signal 4: illegal instruction",
  134: "signal 6: aborted",
  135: "signal 7: bus error",
  136: "signal 8: arithmetic error",
  137: "signal 9: killed, often for want of memory",
  139: "signal 11: segmentation fault",
  143: "signal 15: told to stop",
};

/** `137` -> `137 (signal 9: killed, often for want of memory)`; a code without a meaning stays bare. */
export function exitCodeText(code: number): string {
  const signal = signalOf(code);
  const meaning = MEANINGS[code] ?? (signal === undefined ? undefined : `signal ${signal}`);
  return meaning === undefined ? `${code}` : `${code} (${meaning})`;
}

/** The signal a program died of, as shells tell it; undefined for an ordinary exit. */
export function signalOf(code: number): number | undefined {
  return code > 128 && code <= 192 ? code - 128 : undefined;
}
