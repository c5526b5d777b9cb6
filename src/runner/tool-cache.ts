/** Keeps files by content in the runner's tool cache, safely for jobs that share it. */

import { randomUUID } from "node:crypto";
import { readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { running } from "./marks.ts";
import { makeFolder } from "./temp.ts";

export interface Tool {
  readonly name: string;
  /** A semantic version, since `@actions/tool-cache` finds no other. */
  readonly version: string;
  readonly arch: string;
  readonly file: string;
}

/** Milliseconds; a copy takes less than a second. */
const ABANDONED = 60 * 60 * 1000;

/** Folders to look in, best first: the runner's, the user's own, this run's `temp`. */
export function toolCacheRoots(temp: string): readonly string[] {
  const { XDG_CACHE_HOME: xdg } = process.env;
  const runner = runnersCache();
  const own = join(xdg?.startsWith("/") ? xdg : join(homedir(), ".cache"), "anyarch");
  return [...(runner ? [runner] : []), own, join(temp, "tool-cache")];
}

/**
 * Where a tool lies in a cache, there or not.
 *
 * `find` of `@actions/tool-cache` gives the same folder once its marker is there; it is not called,
 * since loading it brings an HTTP stack (87 ms) and the marker says nothing about the content.
 * Whoever asks hashes the file.
 */
export function toolPath(root: string, tool: Tool): string {
  return join(root, tool.name, tool.version, tool.arch, tool.file);
}

/**
 * Copies `source` into the cache by `cacheFile` of `@actions/tool-cache`, and gives its path there.
 *
 * That empties the target folder and copies in place, so with two jobs on one cache most readers met
 * no whole file. So it works in a cache of its own beside, and one rename puts the whole file there.
 * As the version names the content, a file that is replaced is replaced by the same bytes, or was
 * broken; whoever has it open keeps it.
 */
export async function keepTool(root: string, tool: Tool, source: string): Promise<string> {
  const path = toolPath(root, tool);
  const aside = `${path}.${randomUUID()}`;
  makeFolder(dirname(path));
  await dropAbandoned(path);
  try {
    const { cacheFile } = await import("@actions/tool-cache");
    const folder = await pointedAt(aside, () =>
      cacheFile(source, tool.file, tool.name, tool.version, tool.arch),
    );
    await rename(join(folder, tool.file), path);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  // Only for `find` of others; written last, and never believed here.
  await writeFile(`${dirname(path)}.complete`, "");
  return path;
}

/** What the runner's variable says while `pointedAt` has another value in it. */
let runners: { readonly value: string | undefined } | undefined;
let last: Promise<unknown> = Promise.resolve();

function runnersCache(): string | undefined {
  return runners === undefined ? process.env.RUNNER_TOOL_CACHE : runners.value;
}

/** Does `work`, one at a time, with `root` as the runner's tool cache: the package reads a variable. */
async function pointedAt<T>(root: string, work: () => Promise<T>): Promise<T> {
  const done = last.then(async () => {
    runners = { value: process.env.RUNNER_TOOL_CACHE };
    process.env.RUNNER_TOOL_CACHE = root;
    try {
      return await work();
    } finally {
      if (runners.value === undefined) delete process.env.RUNNER_TOOL_CACHE;
      else process.env.RUNNER_TOOL_CACHE = runners.value;
      runners = undefined;
    }
  });
  last = done.catch(() => undefined);
  return await done;
}

/** Removes what jobs that were killed while they wrote `path` left beside it: 13 MB each. */
async function dropAbandoned(path: string): Promise<void> {
  const beside = (await readdir(dirname(path))).filter((name) =>
    name.startsWith(`${basename(path)}.`),
  );
  for (const name of beside) {
    const file = join(dirname(path), name);
    const written = await stat(file).catch(() => undefined);
    if (written !== undefined && ageOf(written.mtimeMs) > ABANDONED) {
      await rm(file, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

/** No older than this machine has been running: after a start its clock may be set by years. */
const ageOf = (writtenMs: number): number => Math.min(Date.now() - writtenMs, running());
