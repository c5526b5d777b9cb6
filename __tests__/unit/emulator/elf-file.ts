/** Makes ELF files for tests: headers as a real static program has them, with room for one fault. */

export interface ElfShape {
  readonly class?: 32 | 64;
  readonly data?: "little" | "big";
  readonly machine?: number;
  /** ELF e_type: 2 is a program, 3 a position-independent one, 1 an object file. */
  readonly type?: number;
  /** Program header types: 1 is PT_LOAD, 3 PT_INTERP, 2 PT_DYNAMIC. */
  readonly segments?: readonly number[];
  /** Text that the file holds after its headers. */
  readonly text?: string;
}

/** A whole 64-bit little-endian x86-64 program of 4 KiB unless told otherwise. */
export function elfFile(shape: ElfShape = {}): Buffer {
  const { class: bits = 64, data = "little", machine = 62, type = 2, segments = [1] } = shape;
  const bytes = Buffer.alloc(4096);
  const wide = bits === 64;
  const half = (value: number, at: number): void => {
    if (data === "little") bytes.writeUInt16LE(value, at);
    else bytes.writeUInt16BE(value, at);
  };
  const size = (value: number, at: number): void => {
    const low = data === "little" ? at : at + (wide ? 4 : 0);
    if (data === "little") bytes.writeUInt32LE(value, low);
    else bytes.writeUInt32BE(value, low);
  };
  bytes.write("\x7fELF", 0, "latin1");
  bytes.set([wide ? 2 : 1, data === "little" ? 1 : 2, 1], 4);
  half(type, 16);
  half(machine, 18);
  size(0x1000, 24);
  const [table, entry] = wide ? [64, 56] : [52, 32];
  size(table, wide ? 32 : 28);
  half(entry, wide ? 54 : 42);
  half(segments.length, wide ? 56 : 44);
  // One section header that ends with the file, as linkers leave it.
  size(4096 - 64, wide ? 40 : 32);
  half(64, wide ? 58 : 46);
  half(1, wide ? 60 : 48);
  for (const [index, kind] of segments.entries()) {
    const at = table + index * entry;
    if (data === "little") bytes.writeUInt32LE(kind, at);
    else bytes.writeUInt32BE(kind, at);
    size(kind === 1 ? 4096 : 16, wide ? at + 32 : at + 16);
  }
  bytes.write(shape.text ?? "", 1024, "latin1");
  return bytes;
}

/** What QEMU says of itself, as it stands in its files. */
export function usageText(target: string, version: string): string {
  return `qemu-${target} version ${version} (Test)\nCopyright\n\0usage: qemu-${target} [options] program\n`;
}
