/** Runs one program file by itself and gives back what it printed, and why it failed. */

import { execFile } from "node:child_process";
import type { Env } from "./env.ts";

export interface Execution {
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not run to a good end: `EACCES`, a signal's name or an exit code; else absent. */
  readonly failed: string | undefined;
}

/**
 * Runs `program` for at most `limitMs` milliseconds (0: for ever), with `env` as its whole environment
 * and `input` as its standard input.
 *
 * `@actions/exec` is not used: it hides the system's error code (EACCES on a noexec mount) behind
 * an exit code. A file that the kernel refuses (ENOEXEC) is retried by the C library as a shell
 * script, and fails with exit code 127: what it printed decides, never that it ran.
 */
export function execute(
  program: string,
  env: Env,
  args: readonly string[] = [],
  { limitMs = 20_000, input = "" }: { limitMs?: number; input?: string } = {},
): Promise<Execution> {
  const options = {
    env: { ...env },
    timeout: limitMs,
    // A softer signal may go unheard, and then nothing would end the wait.
    killSignal: "SIGKILL",
    maxBuffer: 16 * 1024 * 1024,
  } as const;
  return new Promise((resolve) => {
    const { stdin } = execFile(program, args, options, (error, stdout, stderr) => {
      const failed = error === null ? undefined : String(error.signal ?? error.code);
      resolve({ stdout, stderr, failed });
    });
    // One that does not read it, or was not started, tells why in its own way.
    stdin?.on("error", () => undefined).end(input);
  });
}
