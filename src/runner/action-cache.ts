/** Restores and saves single files through the Actions cache, in a process of its own. */

import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { mayReadCache, mayWriteCache } from "./trust.ts";

export interface CacheTask {
  readonly kind: "restore" | "save";
  /** The exact key. */
  readonly key: string;
  /** Beginning of keys that will do as well; the newest entry is taken. */
  readonly prefix: string;
  /** Name of the file within the folder, the same in every run. */
  readonly file: string;
}

export interface CacheOptions {
  /** A folder of this run's own: empty for a restore, with only the file in it for a save. */
  readonly folder: string;
  /** For archives on their way; neither within `folder` nor shared. */
  readonly temp: string;
  readonly signal: AbortSignal;
}

/** Seconds; a lookup against a service that answers 503 takes 27 s otherwise. */
const RESTORE_SECONDS = 15;
const SAVE_SECONDS = 30;

/**
 * Whether this run has a cache service and may use it so; what `isFeatureAvailable` of
 * `@actions/cache` looks at, without loading it (285 ms), and the token without which every call
 * fails.
 */
export function hasActionsCache(task: CacheTask["kind"]): boolean {
  const { ACTIONS_RESULTS_URL, ACTIONS_CACHE_URL, ACTIONS_RUNTIME_TOKEN } = process.env;
  const may = task === "save" ? mayWriteCache : mayReadCache;
  if (!ACTIONS_RUNTIME_TOKEN || !(ACTIONS_RESULTS_URL || ACTIONS_CACHE_URL)) return false;
  return may(process.env);
}

/**
 * The key of the entry that was restored or saved, or undefined: none, refused, or too slow.
 *
 * `@actions/cache` unpacks with `tar -P` into GITHUB_WORKSPACE, takes no deadline, and its paths go
 * into the lookup. A process of its own gives all three: its workspace and working directory are
 * `folder`, it is killed when its time is up, and tar is told (TAR_OPTIONS) to reduce every name in
 * the archive to its last part and to leave out `..`, so that nothing is written anywhere else.
 * What was restored is foreign all the same: whoever asked looks at it before it is used.
 */
export async function actionsCache(
  task: CacheTask,
  options: CacheOptions,
): Promise<string | undefined> {
  const child = fork(childEntry(), [], {
    env: { ...process.env, ...privateEnv(task, options) },
    // Its annotations are no one's business: a cache that fails is a miss.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    detached: true,
  });
  const seconds = task.kind === "restore" ? RESTORE_SECONDS : SAVE_SECONDS;
  const limit = AbortSignal.any([options.signal, AbortSignal.timeout(seconds * 1000)]);
  const stop = (): void => killGroup(child);
  limit.addEventListener("abort", stop, { once: true });
  try {
    return await keyFrom(child, task, options.folder);
  } finally {
    limit.removeEventListener("abort", stop);
    killGroup(child);
  }
}

function privateEnv(task: CacheTask, options: CacheOptions): Record<string, string> {
  const flat = "--transform=s,^.*/,, --exclude=.. --no-same-owner --no-same-permissions";
  return {
    GITHUB_WORKSPACE: options.folder,
    RUNNER_TEMP: options.temp,
    ...(task.kind === "restore" ? { TAR_OPTIONS: flat } : {}),
  };
}

/** Beside this file: as TypeScript in the sources, as an entry of its own in `dist`. */
function childEntry(): string {
  const names = ["./action-cache-child.ts", "./action-cache-child.js", "../action-cache-child.js"];
  const paths = names.map((name) => fileURLToPath(new URL(name, import.meta.url)));
  const found = paths.find((path) => existsSync(path));
  if (found === undefined) throw new TypeError(`none of ${paths.join(", ")}`);
  return found;
}

async function keyFrom(
  child: ChildProcess,
  task: CacheTask,
  folder: string,
): Promise<string | undefined> {
  return await new Promise((resolve) => {
    child.once("error", () => resolve(undefined));
    child.once("exit", () => resolve(undefined));
    child.once("message", (reply: unknown) => {
      const key =
        typeof reply === "object" && reply !== null && "key" in reply ? reply.key : undefined;
      resolve(typeof key === "string" ? key : undefined);
    });
    child.send({ ...task, folder }, () => undefined);
  });
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
