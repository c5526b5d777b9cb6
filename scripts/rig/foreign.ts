/** Unpacks packages of other architectures, for tests that need real foreign programs. */

import { rmSync } from "node:fs";
import { join } from "node:path";
import { aptWith, download } from "./apt.ts";
import { distribution } from "./mirror.ts";
import { rigPaths } from "./paths.ts";
import { madeOnce, unpackAll } from "./unpack.ts";

/**
 * Folder with the `members` (patterns of tar) of `packages`, each `name:architecture` in Debian's
 * names; downloaded and unpacked once for a rig. Of the suites `first` if one of them has them.
 */
export async function foreignPackages(
  name: string,
  packages: readonly string[],
  members: readonly string[],
  first: readonly string[] = [],
): Promise<string> {
  const { state } = rigPaths();
  const root = join(state, "foreign", name);
  await madeOnce(root, async (partial) => {
    const architectures = packages.map((it) => it.split(":")[1] ?? "");
    // Debian 12 has emulators of version 7.2, and serves every architecture well
    const suites = new Set([...first, "bookworm", distribution().codename]);
    const lists = join(state, `apt/foreign-${name}`);
    const apt = await aptWith(packages, [...suites], {
      folder: lists,
      architectures: [...new Set(architectures)],
    });
    const debs = join(state, "debs", `foreign-${name}`);
    await download(apt, debs, packages);
    await unpackAll(debs, partial, members);
    rmSync(lists, { recursive: true });
  });
  return root;
}
