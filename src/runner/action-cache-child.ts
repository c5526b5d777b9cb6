/** The process that talks to the Actions cache: one task in, one answer out, then it ends. */

import type { CacheTask } from "./action-cache.ts";

/** Runs in an empty folder, which is its working directory and its workspace. */
async function answer({ kind, key, prefix, file }: CacheTask): Promise<string | undefined> {
  const { restoreCache, saveCache } = await import("@actions/cache");
  // The path is part of what an entry is found by, so it must be the same in every run: relative.
  if (kind === "restore") return await restoreCache([file], key, [prefix]);
  const id = await saveCache([file], key);
  return id === -1 ? undefined : key;
}

function isTask(value: unknown): value is CacheTask {
  return typeof value === "object" && value !== null && "kind" in value && "key" in value;
}

process.once("message", async (task: unknown) => {
  const key = isTask(task) ? await answer(task).catch(() => undefined) : undefined;
  process.send?.({ key }, () => process.exit(0));
});
