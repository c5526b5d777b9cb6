/** Says what the exit code of a program means. */

/** Exit code -> meaning; above 128 it is 128 + the signal's number (POSIX shells, runc). */
const MEANINGS: Readonly<Record<number, string>> = {
  125: "the container could not be started",
  126: "the program cannot be executed",
  127: "the program, or its interpreter, was not found",
  132: "signal 4, illegal instruction",
  134: "signal 6, aborted",
  135: "signal 7, bus error",
  136: "signal 8, arithmetic error",
  137: "signal 9, killed",
  139: "signal 11, segmentation fault",
  143: "signal 15, terminated",
};

/** `139` -> `exit code 139 (signal 11, segmentation fault), under emulation`. */
export function exitMeaning(code: number, emulated: boolean): string {
  const meaning = MEANINGS[code];
  const text = meaning === undefined ? `exit code ${code}` : `exit code ${code} (${meaning})`;
  return emulated ? `${text}, under emulation` : text;
}

/** The signal a program died of, undefined for an ordinary exit. */
export function signalOf(code: number): number | undefined {
  return code > 128 && code < 160 ? code - 128 : undefined;
}
