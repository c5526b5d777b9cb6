/** Starts programs that outlive this process, and ends them by their pid and start time. */

import { spawn } from "node:child_process";
import { existsSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../src/failure.ts";

export interface Daemon {
  /** Names its pid file and its log. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Starts `daemon` with its pid file and log in `folder`. */
export function startDaemon(folder: string, daemon: Daemon): void {
  const log = openSync(join(folder, `${daemon.name}.log`), "a");
  const child = spawn(daemon.program, [...daemon.args], {
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, ...daemon.env },
    cwd: folder,
  });
  child.on("error", () => {});
  child.unref();
  writeMark(join(folder, `${daemon.name}.pid`), child.pid ?? 0);
}

/** Whether the process of the pid file `name` still runs (a pid given anew does not count). */
export function isRunning(folder: string, name: string): boolean {
  return readPid(join(folder, `${name}.pid`)) !== undefined;
}

/** Writes the pid and start time of a process to `file`. */
export function writeMark(file: string, pid: number): void {
  writeFileSync(file, `${pid} ${startTime(pid) ?? ""}`);
}

/** Asks until `ready` says yes; a daemon that ended, or 30 s, is a Failure with its log's end. */
export async function waitFor(
  folder: string,
  name: string,
  ready: () => Promise<boolean>,
): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await ready()) return;
    if (!isRunning(folder, name)) break;
    await sleep(50);
  }
  const stderr = readFileSync(join(folder, `${name}.log`), "utf8");
  throw new Failure({
    what: `could not start ${name}`,
    command: { line: name, exitCode: 1, stderr },
  });
}

/** Ends all daemons of `folder`, then whatever of theirs is left, and forgets their pid files. */
export async function stopDaemons(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const files = readdirSync(folder).filter((file) => file.endsWith(".pid"));
  await Promise.all(files.map((file) => end(() => pidsOf(readPid(join(folder, file))), 20)));
  for (const file of files) rmSync(join(folder, file), { force: true });
  await end(() => processesNaming(`${folder}/`), 3);
}

/** SIGTERM to what `pids` gives, SIGKILL to what is there after `seconds`. */
async function end(pids: () => number[], seconds: number): Promise<void> {
  for (const pid of pids()) signal(pid, "SIGTERM");
  const deadline = Date.now() + seconds * 1000;
  while (pids().length > 0 && Date.now() < deadline) await sleep(50);
  for (const pid of pids()) signal(pid, "SIGKILL");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it ended by itself in the meantime
  }
}

const pidsOf = (pid: number | undefined): number[] => (pid === undefined ? [] : [pid]);

/** The pid in `file`, if that very process still runs. */
export function readPid(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const [pid, started] = readFileSync(file, "utf8").split(" ");
  return started && startTime(Number(pid)) === started ? Number(pid) : undefined;
}

/** Clock ticks after boot at which a process began: field 22 of proc_pid_stat(5). */
function startTime(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Children of our daemons (containerd, its shims) carry the rig's run folder in their arguments. */
function processesNaming(text: string): number[] {
  const pids = readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid);
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text);
    } catch {
      return false;
    }
  });
}
