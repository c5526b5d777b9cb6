/** Keeps files by content in the runner's tool cache, safely for jobs that share it. */

import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";

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
  const { RUNNER_TOOL_CACHE: runner, XDG_CACHE_HOME: xdg } = process.env;
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
 * Copies `source` into the cache, in the layout of `@actions/tool-cache`, and gives its path there.
 *
 * `cacheFile` of that package is not used: it empties the target folder and copies in place, so with
 * two jobs on one cache most readers met no whole file; and it takes its folder only from this
 * process's environment, which cannot be pointed elsewhere while others here read it. One rename
 * puts the whole file there instead. As the version names the content, a file that is replaced is
 * replaced by the same bytes, or was broken; whoever has it open keeps it.
 */
export async function keepTool(root: string, tool: Tool, source: string): Promise<string> {
  const path = toolPath(root, tool);
  const aside = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  await dropAbandoned(path);
  try {
    await copyFile(source, aside, constants.COPYFILE_FICLONE);
    await rename(aside, path);
  } finally {
    await rm(aside, { force: true });
  }
  // Only for `find` of others; written last, and never believed here.
  await writeFile(`${dirname(path)}.complete`, "");
  return path;
}

/** Removes what jobs that were killed while they wrote `path` left beside it: 13 MB each. */
async function dropAbandoned(path: string): Promise<void> {
  const beside = (await readdir(dirname(path))).filter((name) =>
    name.startsWith(`${basename(path)}.`),
  );
  for (const name of beside) {
    const file = join(dirname(path), name);
    const written = await stat(file).catch(() => undefined);
    if (written !== undefined && Date.now() - written.mtimeMs > ABANDONED) {
      await rm(file, { force: true }).catch(() => undefined);
    }
  }
}

/** A small JSON note kept beside the tools, or undefined where there is none or it is no JSON. */
export async function readNote(root: string, name: string): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await readFile(notePath(root, name), "utf8"));
    return value;
  } catch {
    return undefined;
  }
}

/** Writes a note whole or not at all. */
export async function keepNote(root: string, name: string, value: object): Promise<void> {
  const path = notePath(root, name);
  const aside = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(aside, `${JSON.stringify(value)}\n`);
  await rename(aside, path);
}

function notePath(root: string, name: string): string {
  return join(root, "anyarch-index", `${name}.json`);
}
