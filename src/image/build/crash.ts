/** Recognises the emulator's own message that a program under it died of a signal. */

import { stripVTControlCharacters } from "node:util";

/** The end of a line of QEMU's `linux-user/signal.c`, after whatever was on that line before. */
const CRASH = /qemu: uncaught target signal (\d+) \([^()]*\)(?: - core dumped)?\s*$/;

/** How QEMU tells that it dies itself, and of which signal where the line does not say it. */
const OWN_DEATHS = [
  { line: /QEMU internal SIG([A-Z]+) \{code=[^{}]*\}\s*$/, signal: 11 },
  { line: /qemu: unhandled CPU exception 0x[0-9a-f]+ - aborting\s*$/, signal: 6 },
  { line: /^qemu-\w+(?:-static)?: \S+\.c:\d+: \w+: Assertion [`'].*' failed\.\s*$/, signal: 6 },
  {
    line: /^ERROR:\S*(?:accel|linux-user|target|tcg)\/\S+\.c:\d+:\w+: (?:assertion failed: \(.*\)|code should not be reached)\s*$/,
    signal: 6,
  },
] as const;
const NAMED: Readonly<Record<string, number>> = { ILL: 4, ABRT: 6, BUS: 7, FPE: 8, SEGV: 11 };

/** One of these is in each such line; looking for them costs little, lines are many. */
const MARKS = ["uncaught target signal", "QEMU internal", "unhandled CPU", "ssertion", "ERROR:"];

/**
 * The signal in a line of output, undefined where the emulator told of none. Lines that only speak
 * of the message go on after it, or have it in quotes.
 */
export function crashIn(line: string): number | undefined {
  if (!MARKS.some((mark) => line.includes(mark))) return undefined;
  const text = stripVTControlCharacters(line);
  const signal = CRASH.exec(text)?.[1];
  return signal === undefined ? ownDeath(text) : Number(signal);
}

function ownDeath(text: string): number | undefined {
  for (const { line, signal } of OWN_DEATHS) {
    const found = line.exec(text);
    if (found !== null) return NAMED[found[1] ?? ""] ?? signal;
  }
  return undefined;
}

/**
 * The crash to remember of a command: the first that it does not expect by itself. One that it does
 * expect must not hide what comes after it.
 */
export function countedCrash(
  command: string,
  known: number | undefined,
  found: number | undefined,
): number | undefined {
  if (known === undefined || found === undefined) return known ?? found;
  return expectsCrash(command, known, []) ? found : known;
}

/**
 * Whether a step with this command expects a program to die of `signal`: it compares the exit code
 * with that signal's (`test $? = 132`), has the message itself in it, or the user named a part of it.
 */
export function expectsCrash(command: string, signal: number, allowed: readonly string[]): boolean {
  const compared = new RegExp(
    `\\$\\?["']?\\)?\\s*(?:=|==|-eq|\\]|in)?[^;&|]{0,20}\\b${128 + signal}\\b`,
  );
  const message = `uncaught target signal ${signal} (`;
  return (
    compared.test(command) ||
    command.includes(message) ||
    allowed.some((part) => command.includes(part))
  );
}
