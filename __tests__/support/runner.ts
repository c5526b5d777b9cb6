/** Plays GitHub's runner for one entry of an action: the step's files, its commands, its cancel. */

import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ActionFile, inputVariables, readAction } from "./runner/action-yml.ts";
import type { CancelPlan } from "./runner/cancel.ts";
import { type ChildResult, runChild } from "./runner/child.ts";
import { machineVariables, runnerVariables } from "./runner/environment.ts";
import { Obedience } from "./runner/obey.ts";
import type { Obeyed } from "./runner/obeyed.ts";
import { endOrphans } from "./runner/orphans.ts";
import { makeFiles, readFiles, type StepFiles } from "./runner/step-files.ts";

export interface RunOptions {
  /** Folder of the action.yml. */
  readonly action: string;
  readonly with?: Readonly<Record<string, string>>;
  /** Added to the machine's own; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly entry?: "main" | "post";
  /** The Node to run it; default: Node 24 from node_modules. */
  readonly node?: string;
  /** For post: what main saved. */
  readonly state?: Readonly<Record<string, string>>;
  /** The workspace, also the working folder; default: an empty folder. */
  readonly dir?: string;
  readonly temp?: string;
  readonly toolCache?: string;
  /** Values for expressions in defaults, as `github.token`. */
  readonly contexts?: Readonly<Record<string, string>>;
  readonly cancel?: CancelPlan;
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

const NODE_24 = resolve(
  import.meta.dirname,
  `../../node_modules/node-linux-${process.arch}/bin/node`,
);

/** Runs the entry that action.yml names, and resolves however it ends. */
export async function runAction(options: RunOptions): Promise<ActionRun> {
  const action = await readAction(options.action);
  const root = await mkdtemp(join(tmpdir(), "anyarch-runner-"));
  try {
    return await runIn(root, action, options);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function runIn(root: string, action: ActionFile, options: RunOptions): Promise<ActionRun> {
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
    ...inputVariables(action, options.with ?? {}, options.contexts ?? {}),
    ...stateVariables(options.state ?? {}),
    ...options.env,
  };
  const obedience = new Obedience(options.onLog);
  const child = await runChild({
    command: [options.node ?? (await defaultNode()), entryOf(action, options)],
    cwd: places.workspace,
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

function entryOf(action: ActionFile, options: RunOptions): string {
  const file = options.entry === "post" ? action.post : action.main;
  if (file === undefined) throw new Error(`${options.action}/action.yml has no post entry`);
  return resolve(options.action, file);
}

async function defaultNode(): Promise<string> {
  const there = await stat(NODE_24).catch(() => undefined);
  return there === undefined ? process.execPath : NODE_24;
}

function stateVariables(state: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
}

function withoutUndefined(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
