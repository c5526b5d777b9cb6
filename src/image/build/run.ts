/** Runs one build, telling its steps as they go, and ends it when the job does or a step crashed or hangs. */

import { buildxLines } from "../../engine/buildx/buildx.ts";
import type { Job } from "../../job/job.ts";
import { endChildren } from "../../runner/children.ts";
import { parseProgress } from "./progress.ts";
import { BuildSteps } from "./steps.ts";
import { StepsLog } from "./steps-log.ts";
import { type Limits, type Stop, stopOf } from "./stop.ts";

export interface BuildCall {
  /** From `buildArguments`. */
  readonly args: readonly string[];
  /** Its environment; absent: this process's own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** What is done to all that buildx prints before it is read; absent: nothing. */
  readonly hide?: ((text: string) => string) | undefined;
  /** A part of `args` that is in no other running command line: its metadata file. */
  readonly marker: string;
  readonly limits: Limits;
  /** Gets each line of the log; what others wrote is in it, so it must be rendered harmless. */
  readonly write: (line: string) => void;
}

export interface BuildRun {
  readonly exitCode: number;
  /** How long it took, in milliseconds. */
  readonly ms: number;
  readonly stdout: string;
  readonly steps: BuildSteps;
  /** The end of what buildx wrote besides its progress: its errors. */
  readonly text: string;
  /** Why the build counts as stopped, whatever its exit code. */
  readonly stop: Stop | undefined;
}

/** Milliseconds between two looks at the steps, and those a stopped build gets to end by itself. */
const LOOK = 1_000;
const GRACE = 2_000;
/** Lines kept of what buildx writes besides progress, and characters of one. */
const KEPT = 60;
const WIDTH = 2_000;

/**
 * Runs `docker buildx ARGS` and resolves with any exit code, also when `job.signal` is aborted: then
 * buildx and what it started are ended first, within `GRACE`.
 */
export async function runSteps(job: Pick<Job, "signal">, call: BuildCall): Promise<BuildRun> {
  const started = performance.now();
  const steps = new BuildSteps();
  const told = new StepsLog(call.write, started);
  const text: string[] = [];
  const watch = watched(job.signal, call, steps, told);
  try {
    const onLine = (raw: string): void => {
      const line = call.hide?.(raw) ?? raw;
      const progress = parseProgress(line);
      const now = performance.now();
      if (progress === undefined) keep(line.slice(0, WIDTH), text, call.write);
      else for (const event of steps.add(progress, now)) told.tell(event, now);
      if (steps.crashed) watch.look();
    };
    const options = call.env === undefined ? {} : { env: call.env };
    const result = await buildxLines(call.args, onLine, options);
    const { exitCode } = result;
    const stdout = call.hide?.(result.stdout) ?? result.stdout;
    const ms = performance.now() - started;
    return { exitCode, ms, stdout, steps, text: text.join("\n"), stop: watch.stop() };
  } finally {
    await watch.end();
  }
}

function keep(line: string, text: string[], write: (line: string) => void): void {
  if (line.trim() === "") return;
  write(line);
  text.push(line);
  if (text.length > KEPT) text.shift();
}

/** Looks at the running build once a second; stops it when the signal or one of its steps asks for it. */
function watched(signal: AbortSignal, call: BuildCall, steps: BuildSteps, told: StepsLog) {
  let stop: Stop | undefined;
  let ending: Promise<unknown> | undefined;
  const end = (): void => {
    // Again at every look: at the first one the program may not have been started yet.
    const before = ending ?? Promise.resolve();
    ending = before.then(() => endChildren(GRACE, call.marker));
  };
  const look = (): void => {
    const now = performance.now();
    told.tick(steps.steps, now);
    stop ??= stopOf(steps.steps, now, call.limits);
    if (signal.aborted || stop !== undefined) end();
  };
  const timer = setInterval(look, LOOK);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  const done = async (): Promise<void> => {
    clearInterval(timer);
    signal.removeEventListener("abort", end);
    await ending;
  };
  return { look, stop: () => stop, end: done };
}
