/** Reads which version of the ARM architecture a 32-bit program was made for. */

/** Bytes at a program's end in which its attributes lie, unless symbols follow them. */
export const ATTRIBUTES_WITHIN = 16 * 1024;

/** Of section headers: "Addenda to, and errata in, the ABI for the Arm architecture", SHT_ARM_ATTRIBUTES. */
const SHT_ARM_ATTRIBUTES = 0x70000003;
const TAG_FILE = 1;
const TAG_CPU_ARCH = 6;
/** Tags whose value is text; above 32 every odd one is too, and 32 is a number with a text. */
const TEXT_TAGS: readonly number[] = [4, 5];
const TAG_COMPATIBILITY = 32;

/** Tag_CPU_arch, by its place: -> version of the architecture. 11 to 13 and 16 on are no application processors. */
const VERSIONS: readonly (number | undefined)[] = [
  ...[3, 4, 4, 5, 5, 5, 6, 6, 6, 6, 7],
  ...[undefined, undefined, undefined, 8],
];

interface Reading {
  readonly bytes: Buffer;
  at: number;
}

/**
 * The version (5, 6, 7, 8) out of the attributes of a little-endian 32-bit ARM program. `head` is
 * its first bytes, `tail` its last ones, `size` its length. Undefined where it has none, as Go's
 * programs, or they lie elsewhere.
 */
export function armVersion(head: Buffer, tail: Buffer, size: number): number | undefined {
  try {
    const attributes = attributesIn(head, tail, size);
    return attributes && VERSIONS[cpuArch(attributes) ?? -1];
  } catch (error) {
    // What is damaged tells nothing.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function attributesIn(head: Buffer, tail: Buffer, size: number): Buffer | undefined {
  const start = size - tail.length;
  const [table, each, count] = [
    head.readUInt32LE(32),
    head.readUInt16LE(46),
    head.readUInt16LE(48),
  ];
  for (let index = 0; index < count; index += 1) {
    const section = table + index * each - start;
    if (section < 0 || tail.readUInt32LE(section + 4) !== SHT_ARM_ATTRIBUTES) continue;
    const at = tail.readUInt32LE(section + 16) - start;
    return at < 0 ? undefined : tail.subarray(at, at + tail.readUInt32LE(section + 20));
  }
  return undefined;
}

/** `A`, then one part: length, `aeabi`, then groups of a tag, a length and their own tags. */
function cpuArch(bytes: Buffer): number | undefined {
  if (bytes.toString("latin1", 0, 1) !== "A" || bytes.toString("latin1", 5, 11) !== "aeabi\0") {
    return undefined;
  }
  if (bytes.readUInt8(11) !== TAG_FILE) return undefined;
  const reading: Reading = { bytes, at: 16 };
  const end = Math.min(bytes.length, 11 + bytes.readUInt32LE(12));
  while (reading.at < end) {
    const tag = number(reading);
    if (tag === TAG_CPU_ARCH) return number(reading);
    if (tag === TAG_COMPATIBILITY) number(reading);
    const text = TEXT_TAGS.includes(tag) || (tag >= TAG_COMPATIBILITY && tag % 2 === 1);
    if (text || tag === TAG_COMPATIBILITY) skipText(reading);
    else number(reading);
  }
  return undefined;
}

/** ULEB128: seven bits a byte, the lowest first. */
function number(reading: Reading): number {
  for (let value = 0, shift = 0; shift < 32; shift += 7) {
    const byte = reading.bytes.readUInt8(reading.at);
    reading.at += 1;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new RangeError("a number without an end");
}

function skipText(reading: Reading): void {
  const end = reading.bytes.indexOf(0, reading.at);
  if (end === -1) throw new RangeError("a text without an end");
  reading.at = end + 1;
}
