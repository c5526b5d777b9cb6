/** Reads a file once: its sha256, its first bytes, and the target and version QEMU tells of itself. */

import { createHash } from "node:crypto";
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

export interface Contents {
  readonly sha256: string;
  /** The first 64 KiB. */
  readonly head: Buffer;
  /** Bytes of the whole file. */
  readonly length: number;
  /** QEMU's target name, or undefined when the file does not tell. */
  readonly target: string | undefined;
  readonly version: string | undefined;
}

const CHUNK = 256 * 1024;
/** Kept of a chunk before the next, so that a text across both is found. */
const OVERLAP = 2048;
const HEAD = 64 * 1024;

/** No emulator known is above 20 MB; a file of gigabytes is not read to its end. */
export const MAX_EMULATOR_BYTES = 256 * 1024 * 1024;

/** What a file held, and which state of which file that was. */
export interface Reading {
  readonly contents: Contents;
  /** Of `identityOf`; undefined: written to, or put out of its place, while it was read. */
  readonly identity: string | undefined;
}

/**
 * Reads the file to its end, or one sentence why not: 13 MB take 11 ms, nearly all of it the hash.
 * By synchronous calls, which need no more of Node in a thread than that; `pause` is awaited after
 * each piece.
 */
export async function readWhole(
  path: string,
  pause?: () => Promise<void>,
): Promise<Reading | string> {
  let file: number | undefined;
  try {
    // Without O_NONBLOCK a FIFO in the file's place would hang the step.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const facts = fstatSync(file, { bigint: true });
    const fault = oddity(facts);
    if (fault !== undefined) return fault;
    const contents = await readContents(file, pause);
    const identity = identityOf(facts);
    const after = identityOf(fstatSync(file, { bigint: true }));
    return { contents, identity: after === identity ? identity : undefined };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * Which file it is, in which state: the kernel gives it a new change time at every write, rename or
 * change of mode, and no call sets that. Equal twice: the same file, with the same bytes.
 */
export function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(":");
}

function oddity(facts: BigIntStats): string | undefined {
  if (!facts.isFile()) return "it is not a plain file";
  // Without the flag `C` the kernel takes user and rights from the interpreter.
  if ((facts.mode & 0o6000n) !== 0n) return "it is setuid or setgid: programs would get its rights";
  return facts.size > MAX_EMULATOR_BYTES ? `it has ${facts.size} bytes` : undefined;
}

async function readContents(file: number, pause?: () => Promise<void>): Promise<Contents> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(OVERLAP + CHUNK);
  let head: Buffer = Buffer.alloc(0);
  let names: Names | undefined;
  let [kept, length] = [0, 0];
  for (;;) {
    const size = readSync(file, buffer, kept, CHUNK, null);
    if (size === 0) break;
    const end = kept + size;
    hash.update(buffer.subarray(kept, end));
    if (length === 0) head = Buffer.from(buffer.subarray(0, Math.min(size, HEAD)));
    length += size;
    names ??= namesIn(buffer.subarray(0, end));
    kept = buffer.copy(buffer, 0, Math.max(0, end - OVERLAP), end);
    await pause?.();
  }
  const { target, version } = names ?? { target: undefined, version: undefined };
  return { sha256: hash.digest("hex"), head, length, target, version };
}

interface Names {
  readonly target: string;
  readonly version: string | undefined;
}

/** QEMU's usage text names its target, and its version stands right before (linux-user/main.c). */
export function namesIn(bytes: Buffer): Names | undefined {
  const at = bytes.indexOf("usage: qemu-");
  if (at < 0) return undefined;
  const text = bytes.subarray(Math.max(0, at - 1024), at + 64).toString("latin1");
  const target = /usage: qemu-(\w+) /.exec(text)?.[1];
  if (target === undefined) return undefined;
  const version = new RegExp(`qemu-${target} version (\\d+(?:\\.\\d+)+)`).exec(text)?.[1];
  return { target, version };
}
