/** Wraps machine code as the smallest static program: ELF header, one PT_LOAD, the code. */

import type { Architecture } from "../../src/platform/architecture.ts";

const ADDRESS = 0x400000;
const ALIGN = 0x10000;
const EXECUTABLE = 2;
const PT_LOAD = 1;
const READ_EXECUTE = 5;

interface Wrapping {
  readonly flags?: number | undefined;
  readonly descriptor?: boolean | undefined;
}

/** The file for `code`, which starts where the headers end. Layout: elf(5). */
export function elfProgram(machine: Architecture, code: Buffer, wrapping: Wrapping): Buffer {
  const { class: bits, data } = machine;
  const little = data === "little";
  const [start, long] = bits === 64 ? [120, 8] : [84, 4];
  const opd = fields(little, [8, [ADDRESS + start + 24, 0, 0]]);
  const body = wrapping.descriptor === true ? Buffer.concat([opd, code]) : code;
  const size = start + body.length;
  const ident = Buffer.alloc(16);
  ident.set([0x7f, 0x45, 0x4c, 0x46, bits / 32, little ? 1 : 2, 1]);
  const [headerSize, entrySize, sectionSize] = bits === 64 ? [64, 56, 64] : [52, 32, 40];
  const header = fields(
    little,
    [2, [EXECUTABLE, machine.machine]],
    [4, [1]],
    [long, [ADDRESS + start, headerSize, 0]],
    [4, [wrapping.flags ?? 0]],
    [2, [headerSize, entrySize, 1, sectionSize, 0, 0]],
  );
  const where: Field = [long, [0, ADDRESS, ADDRESS, size, size]];
  const flags: Field = [4, [READ_EXECUTE]];
  const middle = bits === 64 ? [flags, where] : [where, flags];
  const load = fields(little, [4, [PT_LOAD]], ...middle, [long, [ALIGN]]);
  return Buffer.concat([ident, header, load, body]);
}

/** Bytes of each value, and the values. */
type Field = readonly [bytes: number, values: readonly number[]];

function fields(little: boolean, ...list: readonly Field[]): Buffer {
  const buffers = list.flatMap(([bytes, values]) =>
    values.map((value) => {
      const buffer = Buffer.alloc(bytes);
      if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value));
      else buffer.writeUIntLE(value, 0, bytes);
      return little ? buffer : buffer.reverse();
    }),
  );
  return Buffer.concat(buffers);
}
