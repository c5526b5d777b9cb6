/** Finds cross binutils: on PATH, else those of the distribution's packages, unpacked for the rig. */

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptLists, candidates, download } from "../rig/apt.ts";
import { rigPaths } from "../rig/paths.ts";
import { madeOnce, unpackAll } from "../rig/unpack.ts";

/** Environment for the tools, and the triplets that it has an assembler of. */
export interface Binutils {
  readonly env: Readonly<Record<string, string>>;
  readonly triplets: ReadonlySet<string>;
}

/** The binutils of `triplets` as far as they are to be had; nothing is installed. */
export async function binutils(triplets: readonly string[]): Promise<Binutils> {
  const own = (process.env.PATH ?? "").split(delimiter);
  const missing = triplets.filter((triplet) => !hasAssembler(triplet, own));
  const root = join(rigPaths().state, "binutils");
  if (missing.length > 0) await unpackBinutils(root, missing);
  const folders = [...own, join(root, "usr/bin")];
  const libraries = ["x86_64", "aarch64"].map((it) => join(root, `usr/lib/${it}-linux-gnu`));
  return {
    env: { PATH: folders.join(delimiter), LD_LIBRARY_PATH: libraries.join(delimiter) },
    triplets: new Set(triplets.filter((triplet) => hasAssembler(triplet, folders))),
  };
}

/** Of all that may be wanted at once: the folder is made one time. */
async function unpackBinutils(root: string, triplets: readonly string[]): Promise<void> {
  await madeOnce(root, async (partial) => {
    const state = rigPaths().state;
    // not the rig's own lists: it may be reading them in another process
    const apt = await aptLists({ folder: join(state, "apt/binutils") });
    const names = triplets.map((triplet) => `binutils-${triplet.replace("_", "-")}`);
    const known = await candidates(apt, [...names, "libbinutils"]);
    const debs = join(state, "debs/binutils");
    await download(apt, debs, [...known.keys()]);
    await unpackAll(debs, partial);
  });
}

function hasAssembler(triplet: string, folders: readonly string[]): boolean {
  return folders.some((folder) => existsSync(join(folder, `${triplet}-as`)));
}
