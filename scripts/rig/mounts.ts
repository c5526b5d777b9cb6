/** What the rig mounts, and the undoing of every mount below its folders. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RigPaths } from "./paths.ts";
import { run, tryRun } from "./run.ts";

/** Where the kernel's handlers are read and written. */
export const BINFMT = "/proc/sys/fs/binfmt_misc";

/** Mount points of this mount namespace, in the order they were made (proc_pid_mounts(5)). */
export function mountPoints(): string[] {
  const lines = readFileSync("/proc/self/mounts", "utf8").trim().split("\n");
  return lines.map((line) => (line.split(" ")[1] ?? "").replaceAll("\\040", " "));
}

/** Mounts binfmt_misc if it is not mounted, and remembers that it did. */
export async function mountBinfmt(paths: RigPaths): Promise<void> {
  if (mountPoints().includes(BINFMT)) return;
  await run("mount", ["-t", "binfmt_misc", "binfmt_misc", BINFMT], { what: "mount binfmt_misc" });
  writeFileSync(join(paths.run, "binfmt-mounted"), "");
}

/** Unmounts all below the rig's folders, the newest first, and binfmt_misc if the rig mounted it. */
export async function unmountAll(paths: RigPaths, binfmt: boolean): Promise<void> {
  const ours = (point: string): boolean =>
    point.startsWith(`${paths.run}/`) || point.startsWith(`${paths.state}/`);
  for (const point of mountPoints().filter(ours).reverse()) await tryRun("umount", ["-l", point]);
  if (binfmt && mountPoints().includes(BINFMT)) await tryRun("umount", [BINFMT]);
}
