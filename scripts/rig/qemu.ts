/** Gets static QEMU out of the distribution's packages, with the rules that come with it. */

import { join } from "node:path";
import { type Apt, candidates, download } from "./apt.ts";
import type { RigPaths } from "./paths.ts";
import { run } from "./run.ts";
import { madeOnce, unpackAll } from "./unpack.ts";

type Log = (text: string) => void;

/** Static QEMU for all targets and the rules that come with it; gives the folder of the programs. */
export async function obtainQemu(paths: RigPaths, apt: Apt, log: Log): Promise<string> {
  return await unpackQemu(apt, newestQemu(paths), log);
}

/** Where `obtainQemu` unpacks. */
export function newestQemu(paths: RigPaths): string {
  return join(paths.state, "emulators/newest");
}

/** As `obtainQemu`, into `root`. */
export async function unpackQemu(apt: Apt, root: string, log: Log): Promise<string> {
  await madeOnce(root, async (partial) => {
    const version = /^(?:\d+:)?(\d+)/.exec(
      (await candidates(apt, ["qemu-user"])).get("qemu-user") ?? "",
    )?.[1];
    const name = Number(version ?? 0) >= 10 ? "qemu-user" : "qemu-user-static";
    const debs = `${root}.debs`;
    await download(apt, debs, [name]);
    const unpacked = await unpackAll(debs, partial, ["./usr/bin/qemu-*", "./usr/*/binfmt.d/*"]);
    // before version 10 the static ones have their own package and a `-static` at the end
    const rename =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own
      'cd "$1"; for f in *-static; do [ ! -e "$f" ] || ln -s "$f" "${f%-static}"; done';
    await run("sh", ["-c", rename, "rename", join(partial, "usr/bin")]);
    log(`unpacked ${unpacked} (${apt.suite})`);
  });
  return join(root, "usr/bin");
}
