/** Restores, saves and finds single files through the Actions cache, in a process of its own. */

import { type ChildProcess, fork } from "node:child_process";
import { answersFrom } from "./action-cache-answers.ts";
import type { CacheAnswers, CacheTask } from "./action-cache-task.ts";
import { deadline } from "./deadline.ts";
import { entryBeside } from "./entry.ts";
import { mayReadCache, mayWriteCache } from "./trust.ts";

export interface CacheOptions {
  /** A folder of this run's own: empty for a restore, with only the file in it for a save. */
  readonly folder: string;
  /** For archives on their way; neither within `folder` nor shared. */
  readonly temp: string;
  readonly signal: AbortSignal;
  /** PATH of the process; its programs decide how archives are packed, which is part of what is found. */
  readonly path?: string | undefined;
}

/** Seconds; a lookup against a service that answers 503 takes 27 s otherwise. */
const SECONDS = { restore: 15, save: 15, find: 40 } as const;

/**
 * Whether this run has a cache service and may use it so; what `isFeatureAvailable` of
 * `@actions/cache` looks at, without loading it (285 ms), and the token without which every call
 * fails.
 */
export function hasActionsCache(task: "restore" | "save"): boolean {
  const may = task === "save" ? mayWriteCache : mayReadCache;
  return hasCacheService() && may(process.env) && !unanswered.has(serviceAddress());
}

/** Starts a program that writes no file above 256 MiB: what is packed may be a bomb. */
const BOUNDED = 'ulimit -f 524288; exec "$0" "$@"';

/** Services that let the time pass once; this run asks them no more. */
const unanswered = new Set<string>();

const serviceAddress = (): string =>
  process.env.ACTIONS_RESULTS_URL ?? process.env.ACTIONS_CACHE_URL ?? "";

/** Whether this run has a cache service at all. */
export function hasCacheService(): boolean {
  const { ACTIONS_RESULTS_URL, ACTIONS_CACHE_URL, ACTIONS_RUNTIME_TOKEN } = process.env;
  return Boolean(ACTIONS_RUNTIME_TOKEN && (ACTIONS_RESULTS_URL || ACTIONS_CACHE_URL));
}

/**
 * The key of the entry that was restored or saved, or undefined: none, refused, or too slow.
 *
 * `@actions/cache` unpacks with `tar -P` into GITHUB_WORKSPACE, takes no deadline, and its paths go
 * into the lookup. A process of its own gives all three: its workspace and working directory are
 * `folder`, it is killed when its time is up, and tar is told (TAR_OPTIONS) to reduce every name in
 * the archive to its last part and to leave out `..`, so that nothing is written anywhere else; no
 * file that it or its programs write gets larger than an emulator is.
 * What was restored is foreign all the same: whoever asked looks at it before it is used.
 */
export async function actionsCache(
  task: CacheTask,
  options: CacheOptions,
): Promise<string | undefined> {
  return (await actionsCacheAll([task], options)).keys[0];
}

/** The same for many tasks, side by side in one process; those to find come before those to save. */
export async function actionsCacheAll(
  tasks: readonly CacheTask[],
  options: CacheOptions,
): Promise<CacheAnswers> {
  const kind = tasks[0]?.kind ?? "find";
  const child = fork(entryBeside("action-cache-child", import.meta.url), [], {
    execPath: "/bin/sh",
    execArgv: ["-c", BOUNDED, process.execPath, ...process.execArgv],
    env: { ...process.env, ...privateEnv(kind, options) },
    // Its annotations are no one's business: a cache that fails is a miss.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    detached: true,
  });
  const limit = deadline(SECONDS[kind] * 1000, options.signal);
  const stop = (): void => {
    if (!options.signal.aborted) unanswered.add(serviceAddress());
    killGroup(child);
  };
  limit.signal.addEventListener("abort", stop, { once: true });
  try {
    return await answersFrom(child, { tasks, folder: options.folder });
  } finally {
    limit.end();
    killGroup(child);
  }
}

function privateEnv(kind: CacheTask["kind"], options: CacheOptions): Record<string, string> {
  const flat = "--transform=s,^.*/,, --exclude=.. --no-same-owner --no-same-permissions";
  return {
    GITHUB_WORKSPACE: options.folder,
    RUNNER_TEMP: options.temp,
    ...(kind === "restore" ? { TAR_OPTIONS: flat } : {}),
    ...(options.path === undefined ? {} : { PATH: options.path }),
  };
}

/** The child and the tar it may have started. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
