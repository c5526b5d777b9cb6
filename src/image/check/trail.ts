/** The paths still to be followed on the way from what an image starts to what that needs. */

import { posix } from "node:path";
import { candidates, pathFolders, type StartConfig, startPrograms } from "./start.ts";
import { type Entry, type FileEntry, find, type Tree } from "./tree.ts";

export interface Seed {
  readonly path: string;
  /** How it is reached: `entrypoint`, `PATH`, `loader of /app`. */
  readonly via: string;
  /** The sentence to say when nothing is there; absent: it may be missing. */
  readonly missing?: string | undefined;
}

export interface Trail {
  readonly tree: Tree;
  readonly config: StartConfig;
  /** Grows while it is worked through. */
  readonly seeds: Seed[];
  /** What was taken from it already, so that no circle is followed for ever. */
  readonly done: Set<string>;
}

/** Seeds what the image starts, what HEALTHCHECK starts, and what is on PATH. */
export function startFrom(trail: Trail): void {
  const { entrypoint, cmd, health } = trail.config;
  seedLine(trail, [...entrypoint, ...cmd], "entrypoint", "the image");
  seedLine(trail, health, "healthcheck", "HEALTHCHECK");
  // `/bin` may be a link: what is in it is known by where it really lies.
  const found = pathFolders(trail.config).map((folder) => find(trail.tree, folder));
  const folders = new Set(found.map(({ path }) => path));
  for (const [path, entry] of trail.tree.entries) {
    if (folders.has(posix.dirname(path)) && mayRun(entry)) trail.seeds.push({ path, via: "PATH" });
  }
}

function seedLine(trail: Trail, line: readonly string[], via: string, who: string): void {
  const { main, others } = startPrograms(line);
  const missing = `${main}, which ${who} starts, is not in it`;
  if (main !== undefined) seedWord(trail, main, { via, missing });
  for (const word of others) {
    seedWord(trail, word, { via: via === "entrypoint" ? "command" : via });
  }
}

function mayRun(entry: Entry): boolean {
  return entry.kind === "link" || (entry.kind !== "absent" && entry.executable);
}

/** Seeds the first place where `word` may be found, or the first of all where it is nowhere. */
function seedWord(trail: Trail, word: string, seed: Omit<Seed, "path">): void {
  const paths = candidates(word, trail.config);
  const found = paths.find((path) => find(trail.tree, path).kind !== "absent");
  const path = found ?? paths[0];
  if (path !== undefined) trail.seeds.push({ ...seed, path });
}

/** Seeds what the file at `path` needs to start: its loader, or the interpreter of its first line. */
export function seedNeeds(trail: Trail, path: string, entry: FileEntry, from: Seed): void {
  if (entry.kind === "elf" && entry.elf.loader?.startsWith("/")) {
    trail.seeds.push({ path: entry.elf.loader, ...needed("loader", entry.elf.loader, path, from) });
  }
  if (entry.kind !== "script") return;
  if (from.via !== "PATH") {
    for (const word of entry.starts) seedWord(trail, word, { via: `script ${path}` });
  }
  const [interpreter = "", argument = ""] = entry.interpreter.split(/\s+/);
  const need = needed("interpreter", interpreter, path, from);
  if (interpreter.startsWith("/")) trail.seeds.push({ path: interpreter, ...need });
  if (posix.basename(interpreter) !== "env" || argument === "") return;
  seedWord(trail, argument, needed("interpreter", argument, path, from));
}

/** Its absence is told only where the file itself must be there: PATH is full of scripts nobody runs. */
function needed(role: string, name: string, of: string, from: Seed): Omit<Seed, "path"> {
  const missing = `${of} cannot start: ${name}, its ${role}, is not in the image`;
  return { via: `${role} of ${of}`, missing: from.missing === undefined ? undefined : missing };
}
