/** Writes the header of one ELF program, as odd as a test wants it. */

import type { Architecture } from "../../src/platform/architecture.ts";

export type Shape = Pick<Architecture, "class" | "data" | "machine">;

/** What is not as in an ordinary ET_EXEC program. */
export interface Oddity {
  readonly machine?: number;
  readonly osabi?: number;
  readonly abiVersion?: number;
  /** Bytes 9 to 15 of the header. */
  readonly padding?: readonly number[];
  /** e_type: 1 ET_REL, 2 ET_EXEC, 3 ET_DYN, 4 ET_CORE. */
  readonly type?: number;
  readonly version?: number;
  readonly flags?: number;
  /** Bytes of the file. */
  readonly length?: number;
}

/** The header alone: no program headers follow, so that nothing of it could ever run natively. */
export function elf(shape: Shape, odd: Oddity): Buffer {
  const bytes = Buffer.alloc(shape.class === 64 ? 64 : 52);
  const padding = [...(odd.padding ?? []), 0, 0, 0, 0, 0, 0, 0].slice(0, 7);
  const order = shape.data === "little" ? 1 : 2;
  const ident = [0x7f, 0x45, 0x4c, 0x46, shape.class / 32, order, 1, odd.osabi ?? 0];
  bytes.set([...ident, odd.abiVersion ?? 0, ...padding]);
  const half = (value: number, at: number): number =>
    order === 1 ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const word = (value: number, at: number): number =>
    order === 1 ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  half(odd.type ?? 2, 16);
  half(odd.machine ?? shape.machine, 18);
  word(odd.version ?? 1, 20);
  word(odd.flags ?? 0, shape.class === 64 ? 48 : 36);
  return bytes.subarray(0, odd.length ?? bytes.length);
}
