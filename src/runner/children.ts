/** Ends the programs this process started, and those they started, when a run is stopped. */

import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** One process; its start time tells it from a later one with the same number. */
interface Child {
  readonly pid: number;
  readonly started: string;
}

/** How often it is looked whether they are gone, in milliseconds. */
const LOOK = 25;

/**
 * Sends SIGTERM to every descendant of this process, and SIGKILL to those alive after `graceMs`.
 *
 * With `marker`, only to those whose command line has it in it, and to their descendants: so one
 * build can be stopped without touching what else runs. Resolves with the number of processes that
 * were found; 0 where there is no /proc. Never throws: a process that is gone is what is wanted,
 * and one of another user (sudo) cannot be ended by us.
 */
export async function endChildren(graceMs: number, marker?: string): Promise<number> {
  const children = await descendants(process.pid, marker);
  for (const child of children) signal(child, "SIGTERM");
  const end = performance.now() + graceMs;
  let left = await alive(children);
  while (left.length > 0 && performance.now() < end) {
    await sleep(LOOK);
    left = await alive(left);
  }
  for (const child of left) signal(child, "SIGKILL");
  return children.length;
}

/** All descendants of `pid`, parents first; below the first that bears `marker` where one is asked. */
async function descendants(pid: number, marker: string | undefined): Promise<Child[]> {
  const found: Child[] = [];
  for (const child of await childrenOf(pid)) {
    const wanted = marker === undefined || (await commandLine(child)).includes(marker);
    const started = wanted ? await startOf(child) : undefined;
    if (started !== undefined) found.push({ pid: child, started });
    found.push(...(await descendants(child, wanted ? undefined : marker)));
  }
  return found;
}

/** Children by thread, as the kernel lists them: proc_pid_task(5), CONFIG_PROC_CHILDREN. */
async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => text(`/proc/${pid}/task/${thread}/children`)),
  );
  return lists.join(" ").split(/\s+/).filter(Boolean).map(Number);
}

async function commandLine(pid: number): Promise<string> {
  return (await text(`/proc/${pid}/cmdline`)).replaceAll("\0", " ");
}

/** The start time of a process in clock ticks (field 22 of its stat), undefined when it has ended. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await text(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ended = fields[0] === "Z" || fields[0] === "X";
  return ended ? undefined : fields[19];
}

async function alive(children: readonly Child[]): Promise<Child[]> {
  const starts = await Promise.all(children.map((child) => startOf(child.pid)));
  return children.filter((child, index) => starts[index] === child.started);
}

function signal(child: Child, name: NodeJS.Signals): void {
  try {
    process.kill(child.pid, name);
  } catch {
    // Gone already, or not ours to end.
  }
}

async function text(path: string): Promise<string> {
  return await readFile(path, "utf8").catch(() => "");
}
