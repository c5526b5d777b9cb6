/** Finds emulators where the engine's node has them itself, so that they need not be sent to it. */

import { realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { EmulatorFile } from "../emulator/cpu/derived.ts";
import type { Job } from "../job/job.ts";

/** A file as it is to be seen in the registrar's container. */
export interface NodeFile {
  /** Under `/host`, where the node's root is. */
  readonly path: string;
  /** As `stat -c %d:%i:%s:%Z` prints it: device, inode, bytes, second of the last change. */
  readonly mark: string;
}

/** QEMU target -> its emulator's file. */
export type NodeFiles = ReadonlyMap<string, NodeFile>;

/** What may stand in a registration line and in a shell's list as it is; the kernel's limit is 1920. */
const PLAIN = /^\/[\w@%+=,./~-]{1,400}$/;

/**
 * The files that an engine on this machine should see by the same paths, and its root without any
 * capability may read; none of one that is reached by network. Whether it does, the marks show: a
 * container of another machine, or with another root, has no file with the same inode, size and time
 * of change there. A file that gets a CPU is sent.
 */
export async function nodeFiles(
  { engine }: Job,
  emulators: readonly EmulatorFile[],
): Promise<NodeFiles> {
  if (!engine.endpoint.startsWith("unix://")) return new Map();
  const plain = emulators.filter(({ cpu }) => cpu === undefined);
  const found = plain.map(async ({ architecture, path }) => {
    const file = await fileAt(path);
    return file === undefined ? [] : [[architecture.target, file] as const];
  });
  return new Map((await Promise.all(found)).flat());
}

async function fileAt(path: string): Promise<NodeFile | undefined> {
  try {
    const real = await realpath(path);
    if (!PLAIN.test(real) || !(await isOpen(real))) return undefined;
    const { dev, ino, size, ctimeNs } = await stat(real, { bigint: true });
    return { path: `/host${real}`, mark: [dev, ino, size, ctimeNs / 1_000_000_000n].join(":") };
  } catch {
    return undefined;
  }
}

/** Whether root may read and run the file, and enter every folder above it, as anybody may. */
async function isOpen(file: string): Promise<boolean> {
  const folders = [];
  for (let at = dirname(file); at !== "/"; at = dirname(at)) folders.push(at);
  const allowed = [file, ...folders].map(async (path) => {
    const { uid, gid, mode } = await stat(path);
    const bits = uid === 0 ? mode >> 6 : gid === 0 ? mode >> 3 : mode;
    const wanted = path === file ? 5 : 1;
    return (bits & wanted) === wanted;
  });
  return (await Promise.all(allowed)).every(Boolean);
}
