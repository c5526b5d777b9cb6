/** What is kept of one file of an image while it passes: enough to tell what it is. */

import { ATTRIBUTES_WITHIN, armVersion } from "./arm.ts";
import { elfHead, tellsVersion } from "./elf.ts";
import { isShell, scriptPaths } from "./start.ts";
import type { FileEntry } from "./tree.ts";

/** Bytes looked at of each file: the machine stands in the first 64, loader and `#!` line soon after. */
const HEAD = 4096;

/** Bytes that tell the machine. */
const MACHINE = 52;

export class Glance {
  #head: Buffer = Buffer.alloc(0);
  #tail: Buffer = Buffer.alloc(0);
  /** Whether its end tells more; undefined until the machine is known. */
  #endTells: boolean | undefined;

  /** @param piece the next bytes of the file */
  take(piece: unknown): void {
    if (!Buffer.isBuffer(piece)) throw new TypeError("a tar's content is bytes");
    if (this.#head.length < HEAD) this.#head = joined(this.#head, piece).subarray(0, HEAD);
    if (this.#endTells === undefined && this.#head.length >= MACHINE) {
      const elf = elfHead(this.#head);
      this.#endTells = elf !== undefined && tellsVersion(elf);
    }
    // Before the machine is known a piece is in the head, and counts as the end too.
    if (this.#endTells !== false) this.#tail = endOf(this.#tail, piece);
  }

  /** Whether the rest of the file would tell nothing more. */
  get done(): boolean {
    return this.#head.length === HEAD && this.#endTells === false;
  }

  /** @param size bytes of the whole file */
  entry(executable: boolean, size: number): FileEntry {
    const entry = fileEntry(this.#head, executable);
    if (entry.kind !== "elf" || this.#endTells !== true) return entry;
    const arm = armVersion(this.#head, this.#tail, size);
    return arm === undefined ? entry : { ...entry, elf: { ...entry.elf, arm } };
  }
}

function joined(before: Buffer, piece: Buffer): Buffer {
  return before.length === 0 ? piece : Buffer.concat([before, piece]);
}

/** A copy, so that the piece itself is let go. */
function endOf(before: Buffer, piece: Buffer): Buffer {
  const long = piece.length >= ATTRIBUTES_WITHIN;
  return Buffer.from((long ? piece : joined(before, piece)).subarray(-ATTRIBUTES_WITHIN));
}

const OTHER: FileEntry = { kind: "other", executable: true };

/** What a file is by its first bytes. */
export function fileEntry(head: Buffer, executable: boolean): FileEntry {
  const elf = elfHead(head);
  if (elf !== undefined) return { kind: "elf", elf, executable };
  if (head[0] === 0x23 && head[1] === 0x21) {
    const line = head.toString("utf8", 2, 258).split("\n", 1)[0] ?? "";
    const starts = isShell(line) ? scriptPaths(head.toString("utf8")) : [];
    const cr = line.endsWith("\r");
    return {
      kind: "script",
      interpreter: line.trim(),
      starts,
      executable,
      ...(cr ? { carriageReturn: true } : {}),
    };
  }
  return executable ? OTHER : { kind: "other", executable };
}
