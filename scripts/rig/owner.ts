/** Who stops the rig: the script that started it, or a person who started it by hand. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRunning, readPid, writeMark } from "./daemon.ts";
import type { RigPaths } from "./paths.ts";

const KEPT = "kept";

/**
 * Whether the rig runs already and someone else will stop it. One whose script was killed has
 * no owner any more: whoever comes next owns it.
 */
export function hasOwner(paths: RigPaths): boolean {
  const file = join(paths.run, "owner");
  if (!isRunning(paths.run, "registry") || !existsSync(file)) return false;
  if (readFileSync(file, "utf8") === KEPT) return true;
  const pid = readPid(file);
  return pid !== undefined && pid !== process.pid;
}

/** Makes this process the owner; `kept`: nobody, it runs until it is stopped by hand. */
export function own(paths: RigPaths, kept: boolean): void {
  const file = join(paths.run, "owner");
  if (kept) writeFileSync(file, KEPT);
  else writeMark(file, process.pid);
}
