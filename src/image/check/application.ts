/** Reads of an image what its application needs besides programs: compiled modules and libraries. */

import { posix } from "node:path";
import { librariesOf } from "./libraries.ts";
import { readPart, readSome } from "./reading-some.ts";
import { archive, realFolder } from "./rootfs.ts";
import type { Rootfs } from "./stat.ts";
import { isLoaded, type Tree } from "./tree.ts";

/** Files of a working folder that are looked at where not all are asked for, and their size. */
const MOST = { files: 10_000, bytes: 500_000_000 };

/**
 * Adds what is in the working folder, where applications and their compiled modules lie; a notice
 * where it holds too much.
 */
export async function loadWorkdir(rootfs: Rootfs, tree: Tree, workdir: string): Promise<string[]> {
  const { path, kind } = await realFolder(rootfs, tree, workdir);
  if (path === "/" || kind !== "folder" || isLoaded(tree, path)) return [];
  const stream = await archive(rootfs, path);
  if (await readSome(tree, stream, posix.dirname(path), MOST)) return [];
  return [
    `${path} holds more than ${MOST.files} files or ${MOST.bytes / 1e6} MB: not all were looked at; check: strict does`,
  ];
}

/** Reads which libraries each of `programs` loads. */
export async function readLibraries(
  rootfs: Rootfs,
  tree: Tree,
  programs: readonly string[],
): Promise<void> {
  for (const path of programs) {
    const libraries = await librariesOf(
      async (offset, size) => await readPart(await archive(rootfs, path), offset, size),
    );
    tree.libraries.set(path, libraries);
  }
}
