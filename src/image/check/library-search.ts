/** Looks for the shared libraries of a program as its loader would. */

import { posix } from "node:path";
import { sameMachine } from "./elf.ts";
import type { Libraries } from "./libraries.ts";
import type { Program } from "./programs.ts";
import { find, type Tree } from "./tree.ts";

/** Where loaders look, besides the folder they lie in. */
const USUAL = ["/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib"];

export interface LibrarySearch {
  /** Libraries of which the image has no copy for the program's own machine, but one for another. */
  readonly foreign: readonly Program[];
  /** Paths to look up in the image before the answer is whole. */
  readonly unknown: readonly string[];
}

/**
 * Loaders pass over libraries of another machine (glibc: elf/dl-load.c), so one right copy anywhere
 * is enough; and one that is nowhere may come from a folder that is not known here.
 */
export function searchLibraries(
  tree: Tree,
  program: Pick<Program, "path" | "elf">,
  libraries: Libraries,
  env: readonly string[],
): LibrarySearch {
  const folders = foldersOf(tree, program, libraries, env);
  const foreign: Program[] = [];
  const unknown: string[] = [];
  for (const name of libraries.names) {
    const found = searchOne(tree, program, folders, name);
    if (typeof found === "string") unknown.push(found);
    else if (found !== undefined) foreign.push(found);
  }
  return { foreign, unknown };
}

/** The path to look up next, the foreign copy, or undefined where nothing is wrong. */
function searchOne(
  tree: Tree,
  { path: program, elf }: Pick<Program, "path" | "elf">,
  folders: readonly string[],
  name: string,
): string | Program | undefined {
  let foreign: Program | undefined;
  for (const folder of folders) {
    const found = find(tree, name.startsWith("/") ? name : `${folder}/${name}`);
    if (found.kind === "unknown") return found.path;
    if (found.kind !== "file" || found.entry.kind !== "elf") continue;
    if (sameMachine(found.entry.elf, elf)) return undefined;
    foreign ??= { path: found.path, elf: found.entry.elf, via: `library of ${program}` };
  }
  return foreign;
}

function foldersOf(
  tree: Tree,
  { path, elf }: Pick<Program, "path" | "elf">,
  { folders }: Libraries,
  env: readonly string[],
): readonly string[] {
  // Where the loader really lies, there lie the C library and its kin: `/lib/aarch64-linux-gnu`.
  const beside = posix.dirname(find(tree, elf.loader ?? "/").path);
  const listed = env.find((entry) => entry.startsWith("LD_LIBRARY_PATH="))?.split("=")[1] ?? "";
  const own = folders.map((folder) =>
    folder.replace(/\$(?:ORIGIN|\{ORIGIN\})/, posix.dirname(path)),
  );
  const all = [beside, `/usr${beside}`, ...USUAL, ...listed.split(":"), ...own];
  return [...new Set(all.filter((one) => one.startsWith("/")).map((one) => posix.normalize(one)))];
}
