/** The process that talks to the Actions cache: tasks in, their answers out, then it ends. */

import type { CacheAnswers, CacheTask } from "./action-cache-task.ts";

interface Errand {
  readonly tasks: readonly CacheTask[];
  /** Working directory and workspace; entered here, since loaders are found from where it starts. */
  readonly folder: string;
}

/** Tasks at the same time. */
const AT_ONCE = 16;

async function answers({ tasks, folder }: Errand): Promise<CacheAnswers> {
  const cache = await import("@actions/cache");
  process.chdir(folder);
  const keys: (string | undefined)[] = [];
  while (keys.length < tasks.length) {
    const rest = tasks.slice(keys.length, keys.length + AT_ONCE);
    // What is looked for is what was there before anything is saved.
    const other = rest.findIndex(({ kind }) => kind !== rest[0]?.kind);
    const some = other === -1 ? rest : rest.slice(0, other);
    keys.push(
      ...(await Promise.all(some.map((task) => answer(cache, task).catch(() => undefined)))),
    );
  }
  return { keys, said: said.join("\n") };
}

/** The path is part of what an entry is found by, so it must be the same in every run: relative. */
async function answer(
  { restoreCache, saveCache }: typeof import("@actions/cache"),
  task: CacheTask,
): Promise<string | undefined> {
  const paths = [task.file];
  if (task.kind === "find") {
    const [first = "", ...rest] = task.keys;
    return await restoreCache(paths, first, rest, { lookupOnly: true });
  }
  if (task.kind === "restore") return await restoreCache(paths, task.key, [task.prefix]);
  return (await saveCache(paths, task.key)) === -1 ? undefined : task.key;
}

/** A service that fails is a warning of `@actions/cache` on standard output, and a miss. */
const said: string[] = [];
process.stdout.write = (text: string | Uint8Array): boolean => {
  const warning = /^::(?:warning|error)[^:]*::(.*)$/m.exec(String(text))?.[1];
  if (warning !== undefined) said.push(warning);
  return true;
};

function isErrand(value: unknown): value is Errand {
  return typeof value === "object" && value !== null && "tasks" in value && "folder" in value;
}

process.once("message", async (errand: unknown) => {
  const nothing: CacheAnswers = { keys: [], said: "" };
  const reply = isErrand(errand) ? await answers(errand).catch(() => nothing) : nothing;
  process.send?.(reply, () => process.exit(0));
});
