/** Keeps files by content in the runner's tool cache, safely for jobs that share it. */

import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

export interface Tool {
  readonly name: string;
  /** A semantic version, since `@actions/tool-cache` finds no other. */
  readonly version: string;
  readonly arch: string;
  readonly file: string;
}

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
 * Copies `source` into the cache and gives its path there.
 *
 * `cacheFile` empties the target folder first and copies in place: with two jobs on one cache most
 * readers met no whole file. So it writes into a cache of its own beside (same file system), and one
 * rename puts the file there. As the version names the content, a file that is replaced is replaced
 * by the same bytes, or was broken; whoever has it open keeps it.
 */
export async function keepTool(root: string, tool: Tool, source: string): Promise<string> {
  const aside = join(root, `.anyarch-${randomUUID()}`);
  try {
    const folder = await inTurn(() => cachedAside(aside, tool, source));
    const path = toolPath(root, tool);
    await mkdir(dirname(path), { recursive: true });
    await rename(join(folder, tool.file), path);
    // Only for `find` of others; written last, and never believed here.
    await writeFile(`${dirname(path)}.complete`, "");
    return path;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** The cache's folder can be told to `cacheFile` through the environment only, and it reads it late. */
async function cachedAside(aside: string, tool: Tool, source: string): Promise<string> {
  await mkdir(aside, { recursive: true, mode: 0o700 });
  const { cacheFile } = await import("@actions/tool-cache");
  const before = process.env.RUNNER_TOOL_CACHE;
  process.env.RUNNER_TOOL_CACHE = aside;
  try {
    return await cacheFile(source, tool.file, tool.name, tool.version, tool.arch);
  } finally {
    if (before === undefined) delete process.env.RUNNER_TOOL_CACHE;
    else process.env.RUNNER_TOOL_CACHE = before;
  }
}

let last: Promise<unknown> = Promise.resolve();

/** One at a time: the environment is this whole process's. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work, work);
  last = next.catch(() => undefined);
  return next;
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
