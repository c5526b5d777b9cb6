/** The process that talks to the Actions cache: one task in, one answer out, then it ends. */

import type { CacheTask } from "./action-cache.ts";

interface Errand extends CacheTask {
  /** Working directory and workspace; entered here, since loaders are found from where it starts. */
  readonly folder: string;
}

async function answer(errand: Errand): Promise<string | undefined> {
  const { kind, key, prefix, file, folder } = errand;
  const { restoreCache, saveCache } = await import("@actions/cache");
  process.chdir(folder);
  // The path is part of what an entry is found by, so it must be the same in every run: relative.
  if (kind === "restore") return await restoreCache([file], key, [prefix]);
  const id = await saveCache([file], key);
  return id === -1 ? undefined : key;
}

function isTask(value: unknown): value is Errand {
  return typeof value === "object" && value !== null && "kind" in value && "folder" in value;
}

process.once("message", async (task: unknown) => {
  const key = isTask(task) ? await answer(task).catch(() => undefined) : undefined;
  process.send?.({ key }, () => process.exit(0));
});
