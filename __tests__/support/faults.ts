/** What tests of faults need on disk: contexts to build, programs that stand in for others. */

import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Folder of the action under test, with its bundled entries. */
export const project = resolve(import.meta.dirname, "../..");

/** An empty folder that is removed after `use`. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "anyarch-faults-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes a build context and gives its folder. */
export async function contextIn(folder: string, dockerfile: string): Promise<string> {
  const context = join(folder, "context");
  await mkdir(context, { recursive: true });
  await writeFile(join(context, "Dockerfile"), dockerfile);
  return context;
}

/** Writes an executable shell script and gives its folder, to go in front of PATH. */
export async function programIn(folder: string, name: string, script: string): Promise<string> {
  const bin = join(folder, "bin");
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(bin, name), 0o755);
  return bin;
}

/** Lines of a file that a stand-in appended its arguments to; none where it was never run. */
export async function recorded(file: string): Promise<string[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.split("\n").filter((line) => line !== "");
}

/** What is in a folder, hidden files too; none where there is no folder. */
export async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => []);
}
