/** Finds the engine's own process on this machine, which a socket alone does not prove to be here. */

import { readdir, readFile, readlink, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { NodeFacts } from "./node.ts";

/** In the flags of `/proc/net/unix`: a socket that listens (`__SO_ACCEPTCON`). */
const LISTENS = "00010000";

/**
 * Whether the engine behind `endpoint` is a process of this kernel and of this process's user
 * namespace, so that what is registered here is what its containers see.
 *
 * A socket may lead anywhere: through ssh to a clone of this machine, into a virtual machine, out
 * of a container. So three things have to be true of one process called `dockerd`: it holds the
 * very socket that listens at that path, it is in our user namespace, and the id in its data folder
 * is the one the engine answers with. Only root can see that; false where anything is in doubt.
 */
export async function isDaemonHere(endpoint: string, node: NodeFacts): Promise<boolean> {
  if (!endpoint.startsWith("unix://") || node.id === "" || node.dataRoot === "") return false;
  try {
    const socket = listeningAt(
      await realpath(endpoint.slice("unix://".length)),
      await readFile("/proc/net/unix", "utf8"),
    );
    if (socket === undefined) return false;
    const seen = (await daemons()).map((process) => isEngine(process, socket, node));
    return (await Promise.all(seen)).includes(true);
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

async function isEngine(process: string, socket: string, node: NodeFacts): Promise<boolean> {
  try {
    const id = await readFile(join(process, "root", node.dataRoot, "engine-id"), "utf8");
    const namespaces = [process, "/proc/self"].map((one) => readlink(join(one, "ns/user")));
    const [theirs, ours] = await Promise.all(namespaces);
    return theirs === ours && id.trim() === node.id && (await holds(process, socket));
  } catch {
    return false;
  }
}

/** Folders in /proc of all processes called `dockerd`. */
async function daemons(): Promise<readonly string[]> {
  const folders = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const named = await Promise.all(
    folders.map(async (name) => {
      const folder = join("/proc", name);
      const comm = await readFile(join(folder, "comm"), "utf8").catch(() => "");
      return comm === "dockerd\n" ? [folder] : [];
    }),
  );
  return named.flat();
}

async function holds(process: string, socket: string): Promise<boolean> {
  const files = join(process, "fd");
  for (const name of await readdir(files)) {
    if ((await readlink(join(files, name)).catch(() => "")) === socket) return true;
  }
  return false;
}
