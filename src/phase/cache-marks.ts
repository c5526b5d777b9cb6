/** Marks in the Actions cache: entries whose key is all that they say, left by one job for another. */

import { rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "../engine/program.ts";
import { actionsCacheAll } from "../runner/action-cache.ts";
import { environment } from "../runner/env.ts";
import { makeFolder } from "../runner/temp.ts";

export interface MarkOptions {
  /** A folder of this run's own. */
  readonly temp: string;
  readonly signal: AbortSignal;
}

/** The one file of an entry: the service keeps none without. */
const FILE = "mark";

export interface Marks {
  /** For each wish the key that is there; undefined: none. */
  readonly found: readonly (string | undefined)[];
  /** The same once the keys were saved; empty where none were to be. */
  readonly foundAfter: readonly (string | undefined)[];
  /** Of the keys to save those that were: not one that is there already, or that this run may not write. */
  readonly saved: readonly (string | undefined)[];
  /** What the service's client complained of; empty: nothing. */
  readonly said: string;
}

/**
 * Looks for marks, leaves some, and looks again: others may have done the same meanwhile. A wish lists
 * keys or their beginnings, best first.
 */
export async function askMarks(
  { find = [], save = [] }: { find?: readonly (readonly string[])[]; save?: readonly string[] },
  options: MarkOptions,
): Promise<Marks> {
  const wishes = find.map((keys) => ({ kind: "find", keys, file: FILE }) as const);
  const tasks = [
    ...wishes,
    ...save.map((key) => ({ kind: "save", key, prefix: key, file: FILE }) as const),
    ...(save.length > 0 ? wishes : []),
  ];
  const { keys, said } = await inFolder(options, (folders) => actionsCacheAll(tasks, folders));
  const [savedFrom, afterFrom] = [find.length, find.length + save.length];
  const saved = keys.slice(savedFrom, afterFrom);
  return { found: keys.slice(0, savedFrom), saved, foundAfter: keys.slice(afterFrom), said };
}

/**
 * What packs an archive is part of what it is found by: zstd where there is one, else gzip. Jobs on
 * different machines must agree, so only tar and gzip are on the PATH.
 */
async function inFolder<T>(
  { temp, signal }: MarkOptions,
  work: (folders: {
    folder: string;
    temp: string;
    path: string;
    signal: AbortSignal;
  }) => Promise<T>,
): Promise<T> {
  const own = join(temp, "marks");
  const folders = { folder: join(own, "entry"), temp: join(own, "temp"), path: join(own, "bin") };
  try {
    for (const folder of Object.values(folders)) makeFolder(folder);
    for (const name of ["tar", "gzip"]) {
      const path = await findProgram(name, environment());
      if (path !== undefined) await symlink(path, join(folders.path, name));
    }
    await writeFile(join(folders.folder, FILE), "");
    return await work({ ...folders, signal });
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}
