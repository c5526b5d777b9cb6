/** What is known of an image's files, and where a path leads in it. */

import { posix } from "node:path";
import type { ElfHead } from "./elf.ts";
import type { Libraries } from "./libraries.ts";

export type FileEntry =
  | { readonly kind: "elf"; readonly elf: ElfHead; readonly executable: boolean }
  /** `interpreter`: the words after `#!`, the first of them a path. */
  | {
      readonly kind: "script";
      readonly interpreter: string;
      /** The line of `#!` ends in one; absent: in a line feed alone. */
      readonly carriageReturn?: boolean;
      /** Of shell scripts: paths that stand in the place of a command. */
      readonly starts: readonly string[];
      readonly executable: boolean;
    }
  | { readonly kind: "other"; readonly executable: boolean };

export type Entry =
  | FileEntry
  | { readonly kind: "link"; readonly target: string }
  /** Nothing there, or a folder. */
  | { readonly kind: "absent" };

/** Grows while the image is read. Paths are absolute and normal. */
export interface Tree {
  readonly entries: Map<string, Entry>;
  /** Folders whose whole content is in `entries`. */
  readonly loaded: Set<string>;
  /** Path of a program -> what it loads; filled for what is started. */
  readonly libraries: Map<string, Libraries>;
}

export type Found =
  /** `path` is the file's own, behind all links; `link` the last link that led to it. */
  | {
      readonly kind: "file";
      readonly path: string;
      readonly entry: FileEntry;
      readonly link?: string;
    }
  | { readonly kind: "absent"; readonly path: string }
  /** `path` must be looked up in the image first. */
  | { readonly kind: "unknown"; readonly path: string };

/** Links followed before a path is taken for a loop, as the kernel does (MAXSYMLINKS). */
const MOST_LINKS = 40;

export function emptyTree(): Tree {
  return { entries: new Map(), loaded: new Set(), libraries: new Map() };
}

/** Whether all below `path`'s folder is known. */
export function isLoaded({ loaded }: Tree, path: string): boolean {
  if (loaded.has("/")) return true;
  for (let folder = path; folder !== "/"; folder = posix.dirname(folder)) {
    if (loaded.has(folder)) return true;
  }
  return false;
}

/** Follows `path` (absolute) through links, whole and partial ones, to what it names. */
export function find(tree: Tree, path: string): Found {
  let wanted = path;
  let link: string | undefined;
  for (let links = 0; links <= MOST_LINKS; links += 1) {
    const step = walk(tree, wanted);
    if (step.rest === undefined) return ending(tree, step.at, link);
    if (step.rest === "") link = step.at;
    const base = step.target.startsWith("/") ? "" : posix.dirname(step.at);
    // Not normalised: a `..` counts from behind a link, not from its name.
    wanted = `${base}/${step.target}/${step.rest}`;
  }
  return { kind: "absent", path };
}

type Step =
  | { readonly at: string; readonly rest: undefined }
  | { readonly at: string; readonly target: string; readonly rest: string };

/** Goes down from the root to the end of `path` or to the first link on the way. */
function walk({ entries }: Tree, path: string): Step {
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  let at = "/";
  for (const [index, name] of names.entries()) {
    at = name === ".." ? posix.dirname(at) : posix.join(at, name);
    const entry = entries.get(at);
    if (entry?.kind === "link") {
      return { at, target: entry.target, rest: names.slice(index + 1).join("/") };
    }
  }
  return { at, rest: undefined };
}

function ending(tree: Tree, path: string, link: string | undefined): Found {
  const entry = tree.entries.get(path);
  if (entry === undefined) return { kind: isLoaded(tree, path) ? "absent" : "unknown", path };
  if (entry.kind === "absent" || entry.kind === "link") return { kind: "absent", path };
  return { kind: "file", path, entry, ...(link === undefined ? {} : { link }) };
}
