/** Two series of the distribution's QEMU, old and new: what works with both works with those between. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Apt, aptLists, candidates } from "./apt.ts";
import { distribution } from "./mirror.ts";
import type { RigPaths } from "./paths.ts";
import { newestQemu, unpackQemu } from "./qemu.ts";

/** A package of QEMU, unpacked. */
export interface Series {
  /** Folder of its programs, `qemu-aarch64`; those before version 10 have that name as a link. */
  readonly programs: string;
  /** Its rules for binfmt_misc, one a line. */
  readonly rules: string;
}

type Log = (text: string) => void;

/** Suites that may have an older QEMU than the newest; `undefined` is the machine's own. */
const OLDER: Readonly<Record<string, readonly (string | undefined)[]>> = {
  debian: [undefined, "bookworm", "trixie"],
  ubuntu: [undefined, "jammy", "noble"],
};

/** The older series, if one is to be had, and the newest; a rig with `qemu: true` was started. */
export async function qemuSeries(paths: RigPaths, log: Log): Promise<readonly Series[]> {
  const newest = newestQemu(paths);
  const older = join(paths.state, "emulators/older");
  if (!existsSync(older)) {
    const apt = await olderSuite(paths, versionIn(newest));
    if (apt === undefined) return [seriesIn(newest)];
    await unpackQemu(apt, older, log);
  }
  return [seriesIn(older), seriesIn(newest)];
}

/** The first suite whose QEMU is of another main version than `newest` (`11`). */
async function olderSuite(paths: RigPaths, newest: string): Promise<Apt | undefined> {
  for (const suite of OLDER[distribution().id] ?? [undefined]) {
    const folder = join(paths.state, "apt", suite ?? "own");
    const wish = { folder, ...(suite === undefined ? {} : { suite }) };
    const apt = await aptLists(wish).catch(() => undefined);
    if (apt === undefined) continue;
    const offered = (await candidates(apt, ["qemu-user"])).get("qemu-user") ?? "";
    const version = /^(?:\d+:)?(\d+)/.exec(offered)?.[1];
    if (version !== undefined && version !== newest) return apt;
  }
  return undefined;
}

/** QEMU's usage text has its version right before it (linux-user/main.c). */
function versionIn(root: string): string {
  const bytes = readFileSync(join(root, "usr/bin/qemu-aarch64"));
  return /qemu-aarch64 version (\d+)/.exec(bytes.toString("latin1"))?.[1] ?? "";
}

function seriesIn(root: string): Series {
  const folders = ["usr/lib/binfmt.d", "usr/share/qemu/binfmt.d"].map((path) => join(root, path));
  const rules = folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .map((file) => readFileSync(join(folder, file), "utf8").trim()),
  );
  return { programs: join(root, "usr/bin"), rules: rules.join("\n") };
}
