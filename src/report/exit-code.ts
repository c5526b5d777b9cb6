/** What an exit code of a command means, in words. */

/**
 * Codes of `docker run` and of shells, each with its usual meaning.
 * Sources: docker's "exit status" of `docker run` (125–127), POSIX shells: 128 + signal number.
 */
const MEANINGS: Readonly<Record<number, string>> = {
  125: "the engine refused: the container was not created or not started",
  126: "the program was found and could not be executed",
  127: "command not found",
  130: "interrupted: signal 2, SIGINT",
  132: "signal 4: illegal instruction",
  134: "signal 6: aborted",
  137: "signal 9: killed, often for want of memory",
  139: "signal 11: segmentation fault",
  143: "signal 15: told to stop",
};

/** `137` -> `137 (signal 9: killed, often for want of memory)`; a code without a meaning stays bare. */
export function exitCodeText(code: number): string {
  const meaning =
    MEANINGS[code] ?? (code > 128 && code <= 192 ? `signal ${code - 128}` : undefined);
  return meaning === undefined ? `${code}` : `${code} (${meaning})`;
}
