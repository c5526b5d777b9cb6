/** Wraps machine code as the smallest static program: ELF header, one PT_LOAD, the code. */

import type { Architecture } from "../../src/platform/architecture.ts";

const ADDRESS = 0x400000;
const ALIGN = 0x10000;
const READ_EXECUTE = 5;

interface Wrapping {
  readonly flags?: number | undefined;
  readonly descriptor?: boolean | undefined;
}

/** The file for `code`, which starts where the headers end. Layout: elf(5). */
export function elfProgram(
  { class: bits, data, machine }: Architecture,
  code: Buffer,
  { flags = 0, descriptor = false }: Wrapping,
): Buffer {
  const long = bits === 64 ? 8 : 4;
  const start = bits === 64 ? 120 : 84;
  const fields = (list: readonly (readonly [bytes: number, value: number])[]): Buffer =>
    Buffer.concat(list.map(([bytes, value]) => field(bytes, value, data === "little")));
  const entry = ADDRESS + start;
  const opd = fields([
    [8, entry + 24],
    [8, 0],
    [8, 0],
  ]);
  const body = descriptor ? Buffer.concat([opd, code]) : code;
  const size = start + body.length;
  const ident = Buffer.alloc(16);
  ident.set([0x7f, 0x45, 0x4c, 0x46, bits / 32, data === "little" ? 1 : 2, 1]);
  const [headerSize, entrySize] = bits === 64 ? [64, 56] : [52, 32];
  const header = fields([
    ...([
      [2, 2],
      [2, machine],
      [4, 1],
      [long, entry],
      [long, headerSize],
      [long, 0],
    ] as const),
    ...([
      [4, flags],
      [2, headerSize],
      [2, entrySize],
      [2, 1],
      [2, bits === 64 ? 64 : 40],
    ] as const),
    ...([
      [2, 0],
      [2, 0],
    ] as const),
  ]);
  const flagsAt = [4, READ_EXECUTE] as const;
  const where = [
    [long, 0],
    [long, ADDRESS],
    [long, ADDRESS],
    [long, size],
    [long, size],
  ] as const;
  const load = fields([
    [4, 1],
    ...(bits === 64 ? [flagsAt, ...where] : [...where, flagsAt]),
    [long, ALIGN],
  ]);
  return Buffer.concat([ident, header, load, body]);
}

function field(bytes: number, value: number, little: boolean): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value));
  else buffer.writeUIntLE(value, 0, bytes);
  return little ? buffer : buffer.reverse();
}
