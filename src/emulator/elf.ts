/** Reads an ELF header and says what makes a file unfit to be a static program of a machine. */

import { type Architecture, architectures } from "../platform/architecture.ts";

const PT_LOAD = 1;
const PT_INTERP = 3;

interface Layout {
  readonly half: (offset: number) => number;
  readonly word: (offset: number) => number;
  /** An address or offset: 8 bytes in a 64-bit file, 4 in a 32-bit one. */
  readonly size: (offset: number) => number;
  readonly is64: boolean;
}

/**
 * One sentence about what is wrong, or undefined for a whole static program of `machine`.
 *
 * `head` holds the first bytes of the file (64 KiB reach for any program headers in practice),
 * `length` is the file's length in bytes. Layout: elf(5). A static-pie program is fine: it has a
 * dynamic section, yet no interpreter.
 */
export function elfFault(head: Buffer, length: number, machine: Architecture): string | undefined {
  if (head.length < 52 || head.readUInt32BE(0) !== 0x7f454c46) return `it is ${received(head)}`;
  const layout = layoutOf(head);
  return (
    machineFault(head, layout, machine) ??
    extentFault(head, layout, length) ??
    programFault(head, layout)
  );
}

/** What the first bytes look like, for a message: `an HTML page`, `a script`, `nothing (0 bytes)`. */
export function received(head: Buffer): string {
  const text = head.subarray(0, 512).toString("latin1").trimStart();
  if (head.length === 0) return "nothing (0 bytes)";
  if (/^<(!doctype|html|head|\?xml)/i.test(text)) return `an HTML or XML page (${quoted(text)})`;
  if (text.startsWith("#!")) return `a script (${quoted(text)})`;
  if (head.readUInt16BE(0) === 0x1f8b) return "a gzip archive";
  if (head.length >= 4 && head.readUInt32BE(0) === 0x7f454c46) return "an ELF program";
  return `not a program (it begins with ${quoted(text)})`;
}

function quoted(text: string): string {
  return JSON.stringify(text.split("\n")[0]?.slice(0, 40) ?? "");
}

function layoutOf(head: Buffer): Layout {
  const is64 = head[4] === 2;
  const little = head[5] === 1;
  const half = (at: number): number => (little ? head.readUInt16LE(at) : head.readUInt16BE(at));
  const word = (at: number): number => (little ? head.readUInt32LE(at) : head.readUInt32BE(at));
  const long = (at: number): number =>
    Number(little ? head.readBigUInt64LE(at) : head.readBigUInt64BE(at));
  return { half, word, size: is64 ? long : word, is64 };
}

function machineFault(head: Buffer, layout: Layout, machine: Architecture): string | undefined {
  const seen = layout.half(18);
  const bits = layout.is64 ? 64 : 32;
  const order = head[5] === 1 ? "little" : "big";
  if (seen === machine.machine && bits === machine.class && order === machine.data)
    return undefined;
  const name = architectures.find(
    (entry) => entry.machine === seen && entry.class === bits && entry.data === order,
  )?.target;
  const what = name ?? `machine ${seen}, ${bits}-bit, ${order} endian`;
  return `it is a program for ${what}, and the engine's node is ${machine.target}`;
}

/** Program and section tables, and what the program headers point at, must lie within the file. */
function extentFault(head: Buffer, layout: Layout, length: number): string | undefined {
  if (layout.is64 && head.length < 64) return "it is cut off within its header";
  const [sections, entry, count] = layout.is64 ? [40, 58, 60] : [32, 46, 48];
  const sectionEnd = layout.size(sections) + layout.half(entry) * layout.half(count);
  const ends = segments(head, layout)?.map((segment) => segment.end);
  if (ends === undefined) return "its program headers are not within the file: it is cut off";
  const end = Math.max(sectionEnd, ...ends);
  return end > length ? `it is cut off: ${length} bytes of at least ${end}` : undefined;
}

function programFault(head: Buffer, layout: Layout): string | undefined {
  const type = layout.half(16);
  const all = segments(head, layout) ?? [];
  if (all.some((segment) => segment.type === PT_INTERP)) {
    return "it is dynamically linked, and would look for its libraries inside each image";
  }
  const loads = all.some((segment) => segment.type === PT_LOAD);
  const starts = layout.size(24) !== 0;
  if ((type !== 2 && type !== 3) || !loads || !starts) return "it is an ELF file, yet no program";
  return undefined;
}

function segments(head: Buffer, layout: Layout): { type: number; end: number }[] | undefined {
  const start = layout.size(layout.is64 ? 32 : 28);
  const entry = layout.half(layout.is64 ? 54 : 42);
  const count = layout.half(layout.is64 ? 56 : 44);
  if (count > 0 && (entry < (layout.is64 ? 56 : 32) || start + entry * count > head.length)) {
    return undefined;
  }
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * entry;
    const [offset, size] = layout.is64 ? [at + 8, at + 32] : [at + 4, at + 16];
    return { type: layout.word(at), end: layout.size(offset) + layout.size(size) };
  });
}
