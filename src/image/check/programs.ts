/** Follows from what an image starts to every program that matters, through links, `#!` lines and loaders. */

import { posix } from "node:path";
import type { ElfHead } from "./elf.ts";
import { pathFolders, type StartConfig, startPrograms } from "./start.ts";
import { type Seed, seedNeeds, seedWord, type Trail } from "./trail.ts";
import { type Entry, type FileEntry, find, type Tree } from "./tree.ts";

export interface Program {
  readonly path: string;
  readonly elf: ElfHead;
  /** How it is reached: `entrypoint`, `PATH`, `link /bin/sh`, `loader of /app`. */
  readonly via: string;
}

export interface Programs {
  readonly programs: readonly Program[];
  /** Paths to look up in the image before the answer is whole. */
  readonly unknown: readonly string[];
  /** What is started and is not there or cannot be: one plain sentence each. */
  readonly notices: readonly string[];
}

/** What is reached from the entrypoint, the command and PATH; with `all`, every ELF file as well. */
export function programsIn(tree: Tree, config: StartConfig, all: boolean): Programs {
  const trail: Trail = { tree, config, seeds: [], done: new Set() };
  startFrom(trail);
  const { programs, unknown, notices } = follow(trail);
  for (const [path, entry] of all ? tree.entries : []) {
    if (entry.kind === "elf" && !trail.done.has(path)) {
      programs.push({ path, elf: entry.elf, via: "image" });
    }
  }
  return { programs, unknown: [...unknown], notices: [...notices] };
}

function startFrom(trail: Trail): void {
  const { main, others } = startPrograms(trail.config);
  if (main !== undefined) {
    const missing = `${main}, which the image starts, is not in it`;
    seedWord(trail, main, { via: "entrypoint", missing });
  }
  for (const word of others) seedWord(trail, word, { via: "command" });
  // `/bin` may be a link: what is in it is known by where it really lies.
  const found = pathFolders(trail.config).map((folder) => find(trail.tree, folder));
  const folders = new Set(found.map(({ path }) => path));
  for (const [path, entry] of trail.tree.entries) {
    if (folders.has(posix.dirname(path)) && mayRun(entry)) trail.seeds.push({ path, via: "PATH" });
  }
}

function mayRun(entry: Entry): boolean {
  return entry.kind === "link" || (entry.kind !== "absent" && entry.executable);
}

/** Works through the seeds, which grow on the way. */
function follow(trail: Trail): { programs: Program[]; unknown: Set<string>; notices: Set<string> } {
  const programs: Program[] = [];
  const unknown = new Set<string>();
  const notices = new Set<string>();
  for (const seed of trail.seeds) {
    const found = find(trail.tree, seed.path);
    if (found.kind === "unknown") unknown.add(found.path);
    if (found.kind === "absent" && seed.missing !== undefined) notices.add(seed.missing);
    if (found.kind !== "file" || trail.done.has(found.path)) continue;
    trail.done.add(found.path);
    const { path, entry, link } = found;
    const via = link === undefined || seed.via !== "PATH" ? seed.via : `link ${seed.path}`;
    if (entry.kind === "elf") programs.push({ path, elf: entry.elf, via });
    for (const notice of startFaults(path, entry, seed)) notices.add(notice);
    seedNeeds(trail, path, entry, seed);
  }
  return { programs, unknown, notices };
}

/** Why the engine would refuse to start the image's own program. */
function startFaults(path: string, entry: FileEntry, { via }: Seed): readonly string[] {
  if (via !== "entrypoint") return [];
  const what = `${path}, which the image starts,`;
  return [
    ...(entry.executable ? [] : [`${what} is not executable`]),
    ...(entry.kind === "other" ? [`${what} is neither a program nor a script with #!`] : []),
  ];
}
