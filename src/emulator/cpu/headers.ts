/** The program headers of a 64-bit little-endian ELF file, elf(5): read, and one put in another's place. */

/** Bytes of one program header. */
export const HEADER_BYTES = 56;
export const PT_LOAD = 1;
const PT_NOTE = 4;
const PT_GNU_PROPERTY = 0x6474e553;
const READ_EXECUTE = 5;

export interface Segment {
  readonly type: number;
  readonly header: Buffer;
  /** First address behind it in memory. */
  readonly end: number;
}

/** First address behind all that is loaded. */
export function endOf(all: readonly Segment[]): number {
  return Math.max(...all.flatMap((one) => (one.type === PT_LOAD ? [one.end] : [])));
}

/** All headers, `load` in place of the spare one and last of the loads: kernels map PT_LOADs by ascending address. */
export function headersWith(all: readonly Segment[], load: Buffer): readonly Buffer[] {
  const spare = spareOf(all);
  const kept = all.filter((one) => one !== spare);
  const last = kept.findLastIndex(({ type }) => type === PT_LOAD) + 1;
  const headers = kept.map(({ header }) => header);
  return [...headers.slice(0, last), load, ...headers.slice(last)];
}

/** A PT_LOAD to read and execute. */
export function loadHeader(load: {
  offset: number;
  address: number;
  size: number;
  align: number;
}): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(PT_LOAD, 0);
  header.writeUInt32LE(READ_EXECUTE, 4);
  const { offset, address, size, align } = load;
  for (const [index, value] of [offset, address, address, size, size, align].entries()) {
    header.writeBigUInt64LE(BigInt(value), 8 + index * 8);
  }
  return header;
}

/** The segments of a file, of which `head` has all program headers. */
export function segmentsOf(head: Buffer): readonly Segment[] {
  return Array.from({ length: head.readUInt16LE(56) }, (_, index) => {
    const at = tableAt(head) + index * HEADER_BYTES;
    const header = Buffer.from(head.subarray(at, at + HEADER_BYTES));
    const end = Number(header.readBigUInt64LE(16) + header.readBigUInt64LE(40));
    return { type: header.readUInt32LE(0), header, end };
  });
}

/** A header that can go: a build id is for people; the property note is read by loaders of shared programs. */
export function spareOf(all: readonly Segment[]): Segment | undefined {
  return (
    all.find(({ type }) => type === PT_NOTE) ?? all.find(({ type }) => type === PT_GNU_PROPERTY)
  );
}

/** Offset of the program headers. */
export function tableAt(head: Buffer): number {
  return Number(head.readBigUInt64LE(32));
}
