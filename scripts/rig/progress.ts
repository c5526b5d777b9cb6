/** What a person watching a script sees: lines with the seconds since its start, and errors. */

import { Failure } from "../../src/failure.ts";

/** Prints one line after the seconds since this process began. */
export function progress(text: string): void {
  console.log(`${process.uptime().toFixed(1).padStart(6)} s  ${text}`);
}

/** An error as text: a Failure in its parts, a bug with its stack. */
export function explained(error: unknown): string {
  if (!(error instanceof Failure)) return error instanceof Error ? `${error.stack}` : `${error}`;
  const { what, seen, expected, command, cause, fix } = error.parts;
  const lines = [`error: ${what}`];
  if (seen !== undefined) lines.push(`seen: ${seen}`);
  if (expected !== undefined) lines.push(`expected: ${expected}`);
  if (command !== undefined) {
    lines.push(`command: ${command.line}`, `exit code: ${command.exitCode}`);
    lines.push(
      ...command.stderr
        .trimEnd()
        .split("\n")
        .slice(-20)
        .map((line) => `  ${line}`),
    );
  }
  if (cause !== undefined) lines.push(`cause: ${cause}`);
  if (fix !== undefined) lines.push(`do: ${fix}`);
  return lines.join("\n");
}
