/** Looks at what only root may see of a process: as root, or through sudo. */

import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { environment } from "../../runner/env.ts";
import { execute } from "../../runner/execute.ts";

/** How this process does what only root may: it is root, or by `sudo -n`. */
export type Become = "root" | "sudo";

/** What is seen of an engine's process. */
export interface DaemonSeen {
  /** Whether it is in this process's user namespace. */
  readonly sameUsers: boolean;
  /** The id that is in its data folder. */
  readonly engineId: string;
  /** What its open files are, as `socket:[2937193]`. */
  readonly open: readonly string[];
}

/** Undefined where it cannot be seen. */
export type LookAt = (pid: string, dataRoot: string) => Promise<DaemonSeen | undefined>;

export const lookAsRoot: LookAt = async (pid, dataRoot) => {
  const process = join("/proc", pid);
  try {
    const links = [process, "/proc/self"].map((one) => readlink(join(one, "ns/user")));
    const [theirs, ours] = await Promise.all(links);
    const id = await readFile(join(process, "root", dataRoot, "engine-id"), "utf8");
    const files = join(process, "fd");
    const open = (await readdir(files)).map((name) => readlink(join(files, name)).catch(() => ""));
    return {
      sameUsers: theirs === ours,
      engineId: id.trim(),
      open: await Promise.all(open),
    };
  } catch {
    return undefined;
  }
};

/** One line each: both user namespaces, the id, the open files. */
const SCRIPT = `
cd "/proc/$1" && readlink ns/user && readlink /proc/self/ns/user && cat "root$2/engine-id" && echo &&
for file in fd/*; do readlink "$file"; done`;

export const lookBySudo: LookAt = async (pid, dataRoot) => {
  const args = ["-n", "sh", "-c", SCRIPT, "sh", pid, dataRoot];
  const { stdout } = await execute("sudo", environment(), args);
  const [theirs, ours, engineId, ...open] = stdout.split("\n").filter((line) => line !== "");
  if (theirs === undefined || engineId === undefined) return undefined;
  return { sameUsers: theirs === ours, engineId: engineId.trim(), open };
};
