/** Runs one process as the runner does: reads its lines, cancels it by signals, never waits for ever. */

import { type ChildProcess, spawn } from "node:child_process";
import { type CancelPlan, cancelling } from "./cancel.ts";
import { lineCutter } from "./lines.ts";

export interface ChildOptions {
  readonly command: readonly [program: string, ...args: string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly limitMs: number;
  readonly cancel?: CancelPlan | undefined;
  readonly onLine: (line: string) => void;
}

export interface ChildResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  /** From start to end, and from the first signal of the cancel plan to the end. */
  readonly ms: number;
  readonly cancelMs: number | undefined;
}

/** After the process has ended, the runner waits so long for whoever still holds its output. */
const STREAMS_MS = 5000;
const OUTPUT_LIMIT = 64 * 1024 * 1024;

export async function runChild(options: ChildOptions): Promise<ChildResult> {
  const [program, ...args] = options.command;
  const start = performance.now();
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const cancel = cancelling(child, options.cancel);
  const onLine = (line: string): void => {
    options.onLine(line);
    if (options.cancel?.when?.(line) === true) cancel.start();
  };
  const stdout = collected(child, "stdout", onLine);
  const stderr = collected(child, "stderr", onLine);
  let timedOut = false;
  const limit = setTimeout(() => {
    timedOut = true;
    child.kill("SIGKILL");
  }, options.limitMs);
  try {
    const { exitCode, signal } = await ended(child);
    const now = performance.now();
    const cancelMs = cancel.startedAt() === undefined ? undefined : now - (cancel.startedAt() ?? 0);
    const text = { stdout: stdout(), stderr: stderr() };
    return { exitCode, signal, ...text, timedOut, ms: now - start, cancelMs };
  } finally {
    clearTimeout(limit);
    cancel.clear();
  }
}

function collected(child: ChildProcess, name: "stdout" | "stderr", onLine: (line: string) => void) {
  const chunks: Buffer[] = [];
  let size = 0;
  const cutter = lineCutter(onLine);
  child[name]?.on("data", (data: Buffer) => {
    size += data.length;
    if (size > OUTPUT_LIMIT) child.kill("SIGKILL");
    else chunks.push(data);
    cutter.push(data);
  });
  return (): string => {
    cutter.end();
    return Buffer.concat(chunks).toString("utf8");
  };
}

async function ended(child: ChildProcess) {
  return await new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>(
    (resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (exitCode, signal) => {
        const done = (): void => {
          child.stdout?.destroy();
          child.stderr?.destroy();
          resolve({ exitCode, signal });
        };
        const timer = setTimeout(done, STREAMS_MS);
        child.once("close", () => {
          clearTimeout(timer);
          done();
        });
      });
    },
  );
}
