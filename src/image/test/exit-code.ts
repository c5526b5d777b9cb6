/** Says what an exit code means. */

import { constants } from "node:os";

const KNOWN: Readonly<Record<number, string>> = {
  125: "the engine could not run it",
  126: "a program could not be executed",
  127: "a program was not found",
};

const REASONS: Readonly<Record<string, string>> = {
  SIGILL: "an instruction the processor, or the emulator, does not know",
  SIGABRT: "it gave up by itself",
  SIGKILL: "killed, often for want of memory",
  SIGSEGV: "a wrong access to memory, of the program or of the emulator",
};

/** `exit code 132: signal 4, SIGILL (an instruction …)`; 128 + n stands for signal n. */
export function exitMeaning(exitCode: number): string {
  const known = KNOWN[exitCode];
  if (known !== undefined) return `exit code ${exitCode}: ${known}`;
  const number = exitCode - 128;
  const signals: readonly (readonly [string, number])[] = Object.entries(constants.signals);
  const name = signals.find(([, value]) => value === number)?.[0];
  if (name === undefined) return `exit code ${exitCode}`;
  const reason = REASONS[name];
  return `exit code ${exitCode}: signal ${number}, ${name}${reason === undefined ? "" : ` (${reason})`}`;
}
