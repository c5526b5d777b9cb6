/** Finds processes a step left running, by a variable in their environment, as the runner does. */

import { readdir, readFile } from "node:fs/promises";

interface Orphan {
  readonly pid: number;
  readonly command: string;
}

/** Ends every process whose environment has `mark` (`NAME=value`); resolves with their commands. */
export async function endOrphans(mark: string): Promise<string[]> {
  const orphans = await processesWith(mark);
  for (const { pid } of orphans) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // it ended by itself
    }
  }
  return orphans.map(({ command }) => command);
}

async function processesWith(mark: string): Promise<Orphan[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => orphan(Number(pid), mark)));
  return found.filter((one) => one !== undefined);
}

async function orphan(pid: number, mark: string): Promise<Orphan | undefined> {
  if (pid === process.pid) return undefined;
  try {
    const environment = await readFile(`/proc/${pid}/environ`, "utf8");
    if (!environment.split("\0").includes(mark)) return undefined;
    const command = (await readFile(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ").trim();
    return command === "" ? undefined : { pid, command };
  } catch {
    return undefined; // it ended meanwhile, or is another user's
  }
}
