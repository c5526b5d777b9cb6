/** Runs a program through `@actions/exec` and gives back what it printed and its exit code. */

import { Failure } from "../failure.ts";
import { Tail } from "./tail.ts";

export interface CommandOptions {
  readonly cwd?: string;
  /** Replaces the environment; absent: this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called for every piece of error output, as it comes. */
  readonly onStderr?: (data: Buffer) => void;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Output kept of one command, in bytes; what is older is dropped, so that memory is bounded. */
const KEPT = 4 * 1024 * 1024;

/** Loads what `runCommand` needs: 6 ms, well spent while something else is waited for. */
export async function prepareCommands(): Promise<void> {
  await import("@actions/exec");
}

/** Runs `program` and resolves with any exit code. Nothing of it is printed. */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { exec } = await import("@actions/exec");
  const stdout = new Tail(KEPT);
  const stderr = new Tail(KEPT);
  const exitCode = await exec(`"${program}"`, [...args], {
    silent: true,
    ignoreReturnCode: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: { ...options.env } }),
    listeners: {
      stdout: (data) => stdout.push(data),
      stderr: (data) => {
        stderr.push(data);
        options.onStderr?.(data);
      },
    },
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

/** As `runCommand`, but any exit code other than 0 is a Failure that says `what` was not done. */
export async function mustRun(
  what: string,
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const result = await runCommand(program, args, options);
  if (result.exitCode === 0) return result;
  const line = [program, ...args].join(" ");
  throw new Failure({ what, command: { line, ...result } });
}
