/** Finds the engine's own process on this machine, which a socket alone does not prove to be here. */

import { readdir, readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { NodeFacts } from "../node.ts";
import { type Become, type LookAt, lookAsRoot, lookBySudo } from "./daemon-look.ts";

/** In the flags of `/proc/net/unix`: a socket that listens (`__SO_ACCEPTCON`). */
const LISTENS = "00010000";

/**
 * Whether the engine behind `endpoint` is a process of this kernel and of this process's user
 * namespace, so that what is registered here is what its containers see.
 *
 * A socket may lead anywhere: through ssh to a clone of this machine, into a virtual machine, out
 * of a container. So three things have to be true of one process called `dockerd`: it holds the
 * very socket that listens at that path, it is in our user namespace, and the id in its data folder
 * is the one the engine answers with. Only root can see that, or this user by `become`; false where
 * anything is in doubt.
 */
export async function isDaemonHere(
  endpoint: string,
  node: NodeFacts,
  become: Become,
): Promise<boolean> {
  if (!endpoint.startsWith("unix://") || node.id === "" || node.dataRoot === "") return false;
  try {
    const socket = listeningAt(
      await realpath(endpoint.slice("unix://".length)),
      await readFile("/proc/net/unix", "utf8"),
    );
    if (socket === undefined) return false;
    const look: LookAt = become === "root" ? lookAsRoot : lookBySudo;
    const seen = await Promise.all((await daemons()).map((pid) => look(pid, node.dataRoot)));
    return seen.some(
      (one) => one?.sameUsers === true && one.engineId === node.id && one.open.includes(socket),
    );
  } catch {
    return false;
  }
}

/**
 * What a process that listens at `path` has among its files, out of the text of `/proc/net/unix`:
 * `socket:[2937193]`. Undefined: nobody of this network namespace does.
 */
export function listeningAt(path: string, table: string): string | undefined {
  for (const line of table.split("\n")) {
    // Num RefCount Protocol Flags Type St Inode Path
    const [, flags, inode, at] = /^\S+ \S+ \S+ (\S+) \S+ \S+ +(\d+) (.*)$/.exec(line) ?? [];
    if (flags === LISTENS && at !== undefined && sameSocket(at, path)) return `socket:[${inode}]`;
  }
  return undefined;
}

/** `/var/run` is a link to `/run`, and the table has the path as the daemon wrote it. */
function sameSocket(left: string, right: string): boolean {
  const plain = (path: string): string => path.replace(/^\/var\/run\//, "/run/");
  return plain(left) === plain(right);
}

/** Ids of all processes called `dockerd`. */
async function daemons(): Promise<readonly string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const named = await Promise.all(
    pids.map(async (pid) => {
      const comm = await readFile(join("/proc", pid, "comm"), "utf8").catch(() => "");
      return comm === "dockerd\n" ? [pid] : [];
    }),
  );
  return named.flat();
}
