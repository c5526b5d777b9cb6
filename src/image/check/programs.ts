/** Follows from what an image starts to every program that matters, through links, `#!` lines and loaders. */

import type { ElfHead } from "./elf.ts";
import { searchLibraries } from "./library-search.ts";
import { isModule } from "./modules.ts";
import type { StartConfig } from "./start.ts";
import { type Seed, seedNeeds, startFrom, type Trail } from "./trail.ts";
import { type FileEntry, find, type Tree } from "./tree.ts";

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
  /** Programs of which it must be read what they load. */
  readonly unread: readonly string[];
  /** What is started and is not there or cannot be: one plain sentence each. */
  readonly notices: readonly string[];
}

/** What is reached from the entrypoint, the command and PATH; with `all`, every ELF file as well. */
export function programsIn(tree: Tree, config: StartConfig, all: boolean): Programs {
  const trail: Trail = { tree, config, seeds: [], done: new Set() };
  startFrom(trail);
  const followed = follow(trail);
  for (const [path, entry] of tree.entries) {
    if (entry.kind !== "elf" || trail.done.has(path)) continue;
    if (all) followed.programs.push({ path, elf: entry.elf, via: "image" });
    else if (isModule(path)) followed.programs.push({ path, elf: entry.elf, via: "module" });
  }
  return {
    programs: followed.programs,
    ...{ unknown: [...followed.unknown], unread: [...followed.unread] },
    notices: [...followed.notices],
  };
}

interface Followed {
  readonly programs: Program[];
  readonly unknown: Set<string>;
  readonly unread: Set<string>;
  readonly notices: Set<string>;
}

/** Works through the seeds, which grow on the way. */
function follow(trail: Trail): Followed {
  const [unknown, unread, notices] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const followed: Followed = { programs: [], unknown, unread, notices };
  for (const seed of trail.seeds) {
    const found = find(trail.tree, seed.path);
    if (found.kind === "unknown") followed.unknown.add(found.path);
    if (found.kind === "absent" && seed.missing !== undefined) followed.notices.add(seed.missing);
    if (found.kind !== "file" || trail.done.has(found.path)) continue;
    trail.done.add(found.path);
    const { path, entry, link } = found;
    const via = link === undefined || seed.via !== "PATH" ? seed.via : `link ${seed.path}`;
    if (entry.kind === "elf") take(trail, followed, { path, elf: entry.elf, via });
    for (const notice of startFaults(path, entry, seed)) followed.notices.add(notice);
    seedNeeds(trail, path, entry, seed);
  }
  return followed;
}

/** Of what is started, and not merely there, the libraries count too. */
function take({ tree, config, done }: Trail, followed: Followed, program: Program): void {
  followed.programs.push(program);
  const { path, elf, via } = program;
  if (elf.loader === undefined || /^(?:PATH$|link |loader )/.test(via)) return;
  const libraries = tree.libraries.get(path);
  if (libraries === undefined) {
    followed.unread.add(path);
    return;
  }
  const { foreign, unknown } = searchLibraries(tree, program, libraries, config.env);
  for (const one of unknown) followed.unknown.add(one);
  for (const one of foreign.filter((library) => !done.has(library.path))) {
    done.add(one.path);
    followed.programs.push(one);
  }
}

/** Why the engine would refuse to start the image's own program. */
function startFaults(path: string, entry: FileEntry, { via }: Seed): readonly string[] {
  if (via !== "entrypoint") return [];
  const what = `${path}, which the image starts,`;
  return [
    ...(entry.executable ? [] : [`${what} is not executable`]),
    ...(entry.kind === "script" && entry.carriageReturn
      ? [
          `${what} has the line ends of Windows: the kernel looks for an interpreter with a carriage return in its name`,
        ]
      : []),
    ...(entry.kind === "other" ? [`${what} is neither a program nor a script with #!`] : []),
  ];
}
