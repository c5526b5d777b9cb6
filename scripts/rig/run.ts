/** Runs the programs the rig is made with; one that fails is shown with what it said. */

import { execFile } from "node:child_process";
import { Failure } from "../../src/failure.ts";

export interface RunOptions {
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What could not be done, for the error; default: `run PROGRAM`. */
  readonly what?: string;
}

export interface RunResult {
  /** 127 where the program is not there. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `program` and resolves with any exit code. */
export async function tryRun(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const env = { ...process.env, LC_ALL: "C", ...options.env };
  const settings = { cwd: options.cwd ?? process.cwd(), env, maxBuffer: 64 * 1024 * 1024 };
  return await new Promise((resolve) => {
    execFile(program, [...args], settings, (error, stdout, stderr) => {
      const exitCode = typeof error?.code === "number" ? error.code : error === null ? 0 : 127;
      resolve({ exitCode, stdout, stderr: stderr === "" && error ? error.message : stderr });
    });
  });
}

/** Runs `program`; gives its standard output; any exit code other than 0 is a Failure. */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const result = await tryRun(program, args, options);
  if (result.exitCode === 0) return result.stdout;
  throw new Failure({
    what: `could not ${options.what ?? `run ${program}`}`,
    command: { line: [program, ...args].join(" "), ...result },
  });
}
