/** A plain execve of one program, without a shell that would retry a foreign file as a script. */

import { execFile } from "node:child_process";

export interface Execution {
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not run to a good end: `ENOEXEC`, a signal's name or an exit code; else absent. */
  readonly failed: string | undefined;
}

/**
 * Runs `program` without arguments for at most 20 seconds, with `env` as its whole environment.
 *
 * `@actions/exec` is not used: it hides the system's error code behind the exit code, and here
 * that code (ENOEXEC) is the finding.
 */
export function execute(
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<Execution> {
  return new Promise((resolve) => {
    execFile(program, { env: { ...env }, timeout: 20_000 }, (error, stdout, stderr) => {
      const failed = error === null ? undefined : String(error.signal ?? error.code);
      resolve({ stdout, stderr, failed });
    });
  });
}
