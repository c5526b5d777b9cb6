/** Plays GitHub's runner for one process of a step: its files, its environment, its commands. */

import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { CancelPlan } from "./cancel.ts";
import { type ChildOptions, type ChildResult, runChild } from "./child.ts";
import { machineVariables, runnerVariables } from "./environment.ts";
import { Obedience } from "./obey.ts";
import type { Obeyed } from "./obeyed.ts";
import { endOrphans } from "./orphans.ts";
import { makeFiles, readFiles, type StepFiles } from "./step-files.ts";

export interface StepOptions {
  /** Added to the machine's own; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The workspace, also the working folder; default: an empty folder. */
  readonly dir?: string;
  readonly temp?: string;
  readonly toolCache?: string;
  readonly cancel?: CancelPlan | undefined;
  /** Killed after so many milliseconds; default 110 s. */
  readonly limitMs?: number;
  /** Called for each line of the log, as it comes. */
  readonly onLog?: (line: string) => void;
}

export interface ActionRun extends ChildResult, StepFiles, Omit<Obeyed, "log"> {
  /** As the runner judges: exit code 0, and no command it had to refuse. */
  readonly succeeded: boolean;
  /** The log as a person sees it. */
  readonly log: string;
  /** Command lines of processes the step left running; they were ended. */
  readonly orphans: readonly string[];
}

/** Gives `body` a folder that is gone after it. */
export async function inFolder<T>(body: (root: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), "anyarch-runner-"));
  try {
    return await body(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

interface Program {
  readonly command: ChildOptions["command"];
  readonly variables: Readonly<Record<string, string>>;
  readonly workingDirectory?: string | undefined;
}

/** Runs `program` with what the runner gives a step, its files under `root`. */
export async function runIn(
  root: string,
  options: StepOptions,
  program: Program,
): Promise<ActionRun> {
  const places = {
    workspace: options.dir ?? join(root, "work"),
    temp: options.temp ?? join(root, "temp"),
    toolCache: options.toolCache ?? join(root, "tools"),
    files: join(root, "files"),
  };
  for (const place of Object.values(places)) await mkdir(place, { recursive: true });
  await makeFiles(places.files);
  const mark = randomUUID();
  const env = {
    ...machineVariables(process.env),
    ...runnerVariables(places),
    RUNNER_TRACKING_ID: mark,
    ...program.variables,
    ...options.env,
  };
  const obedience = new Obedience(options.onLog);
  const child = await runChild({
    command: program.command,
    cwd: resolve(places.workspace, program.workingDirectory ?? ""),
    env: withoutUndefined(env),
    limitMs: options.limitMs ?? 110_000,
    cancel: options.cancel,
    onLine: (line) => obedience.line(line),
  });
  const orphans = await endOrphans(`RUNNER_TRACKING_ID=${mark}`);
  const files = await readFiles(places.files, obedience);
  const { log, ...seen } = obedience.seen;
  const succeeded = child.exitCode === 0 && !seen.failed;
  return { ...child, ...seen, ...files, log: log.join("\n"), succeeded, orphans };
}

function withoutUndefined(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
