/** Marks of the runs of this runner: files in its temporary folder, which it empties between two jobs. */

import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import { join } from "node:path";

const MARK = ".mark";

/** Where a run is, in hex digits: by its runner's folder, and by the kernel that runs. */
export interface Whereabouts {
  /** 8 for the folder on this kernel. */
  readonly owner: string;
  /** 4 for the kernel since it was started. */
  readonly boot: string;
}

/**
 * The same for `folder` whichever path it has, as in a container of the job it is another one, and
 * for no other folder as long as it is there.
 */
export async function whereabouts(folder: string): Promise<Whereabouts> {
  // Nothing can be made in a folder that is not there: that is told where it is tried.
  const seen = await stat(folder, { bigint: true }).catch(() => undefined);
  const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(hostname)).trim();
  const owner = [boot, seen?.dev, seen?.ino].join(" ");
  return { owner: hexOf(owner, 8), boot: hexOf(boot, 4) };
}

const hexOf = (text: string, digits: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, digits);

/** Milliseconds that this kernel has been running, also asleep: nobody sets that clock. */
export const running = (): number => uptime() * 1000;

/** Says that the run `id` has begun, before it makes anything; in a file, which the runner can remove whoever made it. */
export async function setMark(folder: string, id: string): Promise<void> {
  await writeFile(join(folder, `${id}${MARK}`), "");
}

/** Says that nothing of the run `id` is left. */
export async function removeMark(folder: string, id: string): Promise<void> {
  await rm(join(folder, `${id}${MARK}`), { force: true });
}

/** Ids of the runs that have a mark. */
export async function markedIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => (name.endsWith(MARK) ? [name.slice(0, -MARK.length)] : []));
}
