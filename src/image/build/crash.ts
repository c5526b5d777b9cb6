/** Recognises the emulator's own message that a program under it died of a signal. */

import { stripVTControlCharacters } from "node:util";

/** The end of a line of QEMU's `linux-user/signal.c`, after whatever was on that line before. */
const CRASH = /qemu: uncaught target signal (\d+) \([^()]*\)(?: - core dumped)?\s*$/;

/**
 * The signal in a line of output, undefined where the emulator told of none. Lines that only speak
 * of the message go on after it, or have it in quotes.
 */
export function crashIn(line: string): number | undefined {
  if (!line.includes("uncaught target signal")) return undefined;
  const signal = CRASH.exec(stripVTControlCharacters(line))?.[1];
  return signal === undefined ? undefined : Number(signal);
}

/**
 * Whether a step with this command expects a program to die of `signal`: it compares the exit code
 * with that signal's (`test $? = 132`), or the user named a part of the command.
 */
export function expectsCrash(command: string, signal: number, allowed: readonly string[]): boolean {
  const compared = new RegExp(
    `\\$\\?["']?\\)?\\s*(?:=|==|-eq|\\]|in)?[^;&|]{0,20}\\b${128 + signal}\\b`,
  );
  return compared.test(command) || allowed.some((part) => command.includes(part));
}
