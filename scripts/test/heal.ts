/** Puts away what a test run left that was killed: its temporary folder, and its jobs' handlers. */

import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MISC } from "../../src/binfmt-misc.ts";
import { isOver, jobIdIn } from "../../src/job/job-id.ts";
import { running, type Whereabouts, whereabouts } from "../../src/runner/marks.ts";
import { readPid, writeMark } from "../rig/daemon.ts";

const FOLDER = "anyarch-level-";
const OWNER = "owner";

/** Makes a temporary folder that is known for left behind once this process is gone. */
export async function ownFolder(root: string = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(root, FOLDER));
  writeMark(join(folder, OWNER), process.pid);
  return folder;
}

/**
 * Removes the folders in `root` of processes that are gone, and the handlers in `misc` of the runs
 * that had their runner's folder in one. Returns what it removed.
 */
export async function heal(root: string = tmpdir(), misc: string = MISC): Promise<string[]> {
  const names = (await readdir(root)).filter((name) => name.startsWith(FOLDER));
  const left = names.map((name) => join(root, name)).filter(isLeft);
  if (left.length === 0) return [];
  const places = (await Promise.all(left.map(runnersIn))).flat();
  const gone = { marked: [], up: running(), now: Date.now() };
  const handlers = (await readdir(misc).catch(() => [])).filter((name) => {
    const id = jobIdIn(name);
    return id !== undefined && places.some((place) => isOver(id, { ...place, ...gone }));
  });
  for (const name of handlers) await writeFile(join(misc, name), "-1");
  for (const folder of left) await rm(folder, { recursive: true, force: true });
  return [...handlers, ...left];
}

function isLeft(folder: string): boolean {
  const file = join(folder, OWNER);
  return existsSync(file) && readPid(file) === undefined;
}

/** Where runs were whose runner had its folder in `root`. */
async function runnersIn(root: string): Promise<Whereabouts[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name === "temp");
  return await Promise.all(
    folders.map(({ parentPath, name }) => whereabouts(join(parentPath, name))),
  );
}
