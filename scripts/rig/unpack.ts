/** Unpacks Debian packages into folders of the rig, whole or not at all. */

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.ts";

/**
 * Makes `folder` by `fill`, which gets an empty folder to fill; once made, it is never made again.
 * A fill that is cut short leaves nothing that could be taken for the whole.
 */
export async function madeOnce(
  folder: string,
  fill: (folder: string) => Promise<void>,
): Promise<boolean> {
  if (existsSync(folder)) return false;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await fill(partial);
  renameSync(partial, folder);
  return true;
}

/** Paths of the packages in `folder`. */
export function packagesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".deb"))
    .map((file) => join(folder, file));
}

/** Name and version of each package file, as `docker.io 28.5.2+dfsg4-5`. */
export function packageNames(files: readonly string[]): string[] {
  return files.map((file) => {
    const [name = file, version = ""] = (file.split("/").pop() ?? "").split("_");
    return `${name} ${decodeURIComponent(version).replace(/^\d+:/, "")}`;
  });
}

/**
 * Unpacks `files` into `root`, following the links that are there: packages of suites before the
 * merge of /bin and /usr/bin name both. `members` (patterns of tar) limits what is unpacked.
 */
export async function unpack(
  files: readonly string[],
  root: string,
  members: readonly string[] = [],
): Promise<void> {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: bash's own
  const script = 'dpkg-deb --fsys-tarfile "$1" | tar -xC "$2" --keep-directory-symlink "${@:3}"';
  const patterns = members.length === 0 ? [] : ["--wildcards", ...members];
  for (const file of files) {
    const what = `unpack ${file.split("/").pop()}`;
    await run("bash", ["-o", "pipefail", "-c", script, "unpack", file, root, ...patterns], {
      what,
    });
  }
}

/** Unpacks all packages of the folder `debs`, deletes it, and tells what they were. */
export async function unpackAll(
  debs: string,
  root: string,
  members: readonly string[] = [],
): Promise<string> {
  const files = packagesIn(debs);
  await unpack(files, root, members);
  rmSync(debs, { recursive: true });
  return packageNames(files).join(", ");
}

/** The first of `places` that exists below `root`, or undefined. */
export function findIn(root: string, places: readonly string[]): string | undefined {
  return places.map((place) => join(root, place)).find((path) => existsSync(path));
}
