/** Reads from a file's first bytes which machine it was made for, and which loader starts it. */

/** What tells machines apart, as the table of architectures has it. */
export interface Machine {
  /** Bits: 32 or 64. */
  readonly class: number;
  /** `little` or `big`. */
  readonly data: string;
  /** e_machine. */
  readonly machine: number;
}

export interface ElfHead extends Machine {
  /** PT_INTERP: the dynamic loader; absent for static programs and where it is out of reach. */
  readonly loader?: string;
  /** Version of the ARM architecture, of 32-bit programs that tell it. */
  readonly arm?: number;
  /** An object file, which only a linker or a kernel reads. */
  readonly object?: true;
}

/** e_type of object files (ET_REL). */
const OBJECT = 1;

const NAMES: Readonly<Record<number, string>> = {
  2: "SPARC",
  3: "i386",
  4: "m68k",
  15: "PA-RISC",
  20: "PowerPC",
  40: "ARM",
  42: "SuperH",
  50: "IA-64",
  183: "aarch64",
  36902: "Alpha",
};

/** Machines whose name says their width, and those made in both byte orders. */
const WIDE: Readonly<Record<number, readonly [narrow: string, wide: string]>> = {
  8: ["MIPS", "MIPS64"],
  21: ["PowerPC64", "PowerPC64"],
  22: ["s390", "s390x"],
  62: ["x32", "x86-64"],
  243: ["RISC-V 32", "RISC-V 64"],
  258: ["LoongArch 32", "LoongArch 64"],
};
const BOTH_ORDERS: readonly number[] = [8, 21];
/** Little-endian unless said otherwise. */
const LITTLE: readonly number[] = [40, 183];

/** Code for devices, not for the processor: none, CUDA, AMD GPU, BPF (elf.h, EM_*). */
const DEVICES: readonly number[] = [0, 190, 224, 247];

/** Name of a machine for people: `x86-64`, `aarch64`, `PowerPC64 little-endian`. */
export function machineName({ class: bits, data, machine }: Machine): string {
  const name = WIDE[machine]?.[bits === 64 ? 1 : 0] ?? NAMES[machine] ?? `machine ${machine}`;
  const telling = BOTH_ORDERS.includes(machine) || (LITTLE.includes(machine) && data === "big");
  return telling ? `${name} ${data}-endian` : name;
}

/** Whether its processor comes in versions that its programs tell: 32-bit little-endian ARM. */
export function tellsVersion({ class: bits, data, machine }: Machine): boolean {
  return machine === 40 && bits === 32 && data === "little";
}

export function sameMachine(a: Machine, b: Machine): boolean {
  return a.class === b.class && a.data === b.data && a.machine === b.machine;
}

/**
 * The head of an ELF file out of its first bytes (64 for the machine, some hundred for the loader);
 * undefined for anything else, for damaged heads and for code of devices.
 */
export function elfHead(bytes: Buffer): ElfHead | undefined {
  if (bytes.length < 52 || bytes.readUInt32BE(0) !== 0x7f454c46) return undefined;
  const bits = { 1: 32, 2: 64 }[bytes.readUInt8(4)];
  const data = { 1: "little", 2: "big" }[bytes.readUInt8(5)];
  if (bits === undefined || data === undefined) return undefined;
  const read = reader(bytes, data === "little");
  const machine = read(18, 2);
  if (DEVICES.includes(machine)) return undefined;
  const loader = loaderIn(bytes, read, bits === 64);
  return {
    ...{ class: bits, data, machine, ...(loader === undefined ? {} : { loader }) },
    ...(read(16, 2) === OBJECT ? { object: true } : {}),
  };
}

type Read = (offset: number, size: number) => number;

/** Reads an unsigned number in the file's byte order; what lies outside the bytes is 0. */
function reader(bytes: Buffer, little: boolean): Read {
  return (offset, size) => {
    if (offset + size > bytes.length) return 0;
    // Of 8 bytes the lower 6 are read: no offset in a file needs more.
    const width = Math.min(size, 6);
    return little
      ? bytes.readUIntLE(offset, width)
      : bytes.readUIntBE(offset + size - width, width);
  };
}

/** Text of the first PT_INTERP (type 3) program header. */
function loaderIn(bytes: Buffer, read: Read, wide: boolean): string | undefined {
  const start = wide ? read(32, 8) : read(28, 4);
  const size = read(wide ? 54 : 42, 2);
  const count = read(wide ? 56 : 44, 2);
  for (let index = 0; index < count; index += 1) {
    const at = start + index * size;
    if (at + size > bytes.length) return undefined;
    if (read(at, 4) !== 3) continue;
    const offset = wide ? read(at + 8, 8) : read(at + 4, 4);
    const length = wide ? read(at + 32, 8) : read(at + 16, 4);
    if (length === 0 || offset + length > bytes.length) return undefined;
    return bytes.toString("utf8", offset, offset + length).replace(/\0+$/, "");
  }
  return undefined;
}
