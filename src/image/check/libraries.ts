/** Reads which shared libraries a program loads. */

export interface Libraries {
  /** File names, as `libssl.so.3`. */
  readonly names: readonly string[];
  /** Folders of the program itself (DT_RUNPATH, DT_RPATH); `$ORIGIN` is its own folder. */
  readonly folders: readonly string[];
}

/** Gives `size` bytes of the file from `offset` on; fewer where it ends before. */
export type Part = (offset: number, size: number) => Promise<Buffer>;

/** elf(5). */
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const [DT_NEEDED, DT_STRTAB, DT_STRSZ, DT_RPATH, DT_RUNPATH] = [1, 5, 10, 15, 29];

/** Bytes in which the program headers lie, and more than any of these two tables has. */
const HEAD = 4096;
const MOST_DYNAMIC = 64 * 1024;
const MOST_NAMES = 64 * 1024 * 1024;

const NONE: Libraries = { names: [], folders: [] };

/** What the ELF program behind `part` loads. What is damaged or has no such table loads nothing. */
export async function librariesOf(part: Part): Promise<Libraries> {
  try {
    return await libraries(part);
  } catch (error) {
    if (error instanceof RangeError) return NONE;
    throw error;
  }
}

async function libraries(part: Part): Promise<Libraries> {
  const head = await part(0, HEAD);
  const numbers = numbersIn(head[4] === 2, head[5] === 1);
  const segments = segmentsIn(head, numbers);
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (dynamic === undefined) return NONE;
  const table = await part(dynamic.offset, Math.min(dynamic.size, MOST_DYNAMIC));
  const entries = entriesIn(table, numbers);
  const one = (tag: number): number => entries.find((entry) => entry.tag === tag)?.value ?? 0;
  const texts = offsetOf(one(DT_STRTAB), segments);
  if (texts === undefined) return NONE;
  const names = await part(texts, Math.min(one(DT_STRSZ), MOST_NAMES));
  const all = (...tags: readonly number[]): readonly string[] =>
    entries.filter(({ tag }) => tags.includes(tag)).map(({ value }) => textAt(names, value));
  return {
    names: all(DT_NEEDED),
    folders: all(DT_RUNPATH, DT_RPATH).flatMap((list) => list.split(":")),
  };
}

interface Numbers {
  readonly wide: boolean;
  readonly half: (bytes: Buffer, at: number) => number;
  readonly word: (bytes: Buffer, at: number) => number;
  /** An address, offset or size. */
  readonly long: (bytes: Buffer, at: number) => number;
}

function numbersIn(wide: boolean, little: boolean): Numbers {
  const half: Numbers["half"] = (bytes, at) =>
    little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  const word: Numbers["word"] = (bytes, at) =>
    little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  const long: Numbers["word"] = (bytes, at) =>
    Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  return { wide, half, word, long: wide ? long : word };
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  /** Bytes in the file. */
  readonly size: number;
}

function segmentsIn(head: Buffer, { wide, half, word, long }: Numbers): readonly Segment[] {
  const start = long(head, wide ? 32 : 28);
  const each = half(head, wide ? 54 : 42);
  const [offset, address, size] = wide ? [8, 16, 32] : [4, 8, 16];
  return Array.from({ length: half(head, wide ? 56 : 44) }, (_, index) => {
    const at = start + index * each;
    return {
      ...{ type: word(head, at), offset: long(head, at + offset) },
      ...{ address: long(head, at + address), size: long(head, at + size) },
    };
  });
}

function entriesIn(table: Buffer, { wide, long }: Numbers) {
  const width = wide ? 8 : 4;
  return Array.from({ length: Math.floor(table.length / (2 * width)) }, (_, index) => ({
    tag: long(table, index * 2 * width),
    value: long(table, index * 2 * width + width),
  }));
}

function offsetOf(address: number, segments: readonly Segment[]): number | undefined {
  const inside = segments.find(
    (one) => one.type === PT_LOAD && address >= one.address && address < one.address + one.size,
  );
  return inside && address - inside.address + inside.offset;
}

function textAt(bytes: Buffer, at: number): string {
  const end = bytes.indexOf(0, at);
  if (at >= bytes.length || end === -1) throw new RangeError("a text without an end");
  return bytes.toString("utf8", at, end);
}
