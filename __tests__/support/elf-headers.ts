/** Headers of ELF programs as toolchains of all kinds write them, and some that are none. */

import { type Architecture, architectures } from "../../src/platform/architecture.ts";

import { elf, type Oddity, type Shape } from "./elf-header.ts";

export interface Header {
  readonly name: string;
  readonly bytes: Buffer;
  /** Ids of the rules that are to take it: none or one. */
  readonly expected: readonly string[];
}

/** EF_MIPS_ABI2 of e_flags: n32. */
const N32 = 0x20;
/** Microblaze's number before 189 was given to it; Debian's rules know only this one. */
const OLD_MICROBLAZE = 0xbaab;

/**
 * Rules whose mask leaves two bits of OSABI free, as Debian's: 0 System V, 1 HP-UX, 2 NetBSD and 3
 * Linux pass. The others pass whatever stands there: 9 FreeBSD, 64 ARM EABI, 97 ARM, 255 standalone.
 */
const FOUR_OSABIS =
  "i386 loongarch64 ppc ppc64 ppc64le s390x sh4 sh4eb sparc sparc32plus sparc64 x86_64".split(" ");

/** Rules for whose programs ABIVERSION may be anything: MIPS writes it, so does LoongArch. */
const ANY_ABIVERSION = "loongarch64 mips mips64 mips64el mipsel mipsn32 mipsn32el".split(" ");

/** Every header of every rule, by name. */
export function headers(): readonly Header[] {
  return [...architectures.flatMap(ofArchitecture), ...combinations()];
}

function ofArchitecture(row: Architecture): Header[] {
  const { target } = row;
  const flags = target.startsWith("mipsn32") ? N32 : 0;
  const taken = (passes: boolean, id = target): readonly string[] => (passes ? [id] : []);
  const header = (what: string, odd: Oddity, expected: readonly string[]): Header => {
    return { name: `${target} ${what}`, bytes: elf(row, { flags, ...odd }), expected };
  };
  const short = target.startsWith("mips") && row.class === 32 ? 40 : 20;
  return [
    ...[0, 1, 2, 3].map((osabi) => header(`OSABI ${osabi}`, { osabi }, [target])),
    ...[9, 64, 97, 255].map((osabi) =>
      header(`OSABI ${osabi}`, { osabi }, taken(!FOUR_OSABIS.includes(target))),
    ),
    header("ET_DYN", { type: 3 }, [target]),
    ...[0, 1, 4].map((type) => header(`e_type ${type}`, { type }, [])),
    ...[1, 3, 255].map((abiVersion) =>
      header(`ABIVERSION ${abiVersion}`, { abiVersion }, taken(ANY_ABIVERSION.includes(target))),
    ),
    header("padding", { padding: [0, 0, 0, 0, 0, 0, 1] }, []),
    // A type-2 AppImage: https://github.com/AppImage/AppImageSpec/blob/master/draft.md
    header("AppImage", { abiVersion: 0x41, padding: [0x49, 2] }, []),
    header("e_version 0", { version: 0 }, taken(short === 20)),
    header(`of ${short} bytes`, { length: short }, [target]),
    ...[0, 4, 16, 17].map((length) => header(`cut to ${length} bytes`, { length }, [])),
    ...(row.also ?? []).map(({ id }) =>
      header("old number", { machine: OLD_MICROBLAZE }, taken(true, id)),
    ),
  ];
}

/** Each machine with each class and byte order: only what the table has is anybody's. */
function combinations(): Header[] {
  const machines = new Set([...architectures.map((row) => row.machine), 0, 93, 300]);
  return [...machines].flatMap((machine) =>
    [32, 64].flatMap((bits) =>
      ["little", "big"].flatMap((data) =>
        [0, N32].map((flags) => {
          const shape = { class: bits, data, machine };
          const name = `machine ${machine}, ${bits} bit, ${data}, flags ${flags}`;
          return { name, bytes: elf(shape, { flags }), expected: ownerOf(shape, flags) };
        }),
      ),
    ),
  );
}

function ownerOf(shape: Shape, flags: number): readonly string[] {
  return architectures
    .filter((row) => row.machine === shape.machine && row.class === shape.class)
    .filter((row) => row.data === shape.data)
    .filter(({ target }) => shape.machine !== 8 || shape.class === 64 || isN32(target, flags))
    .map(({ target }) => target);
}

function isN32(target: string, flags: number): boolean {
  return target.startsWith("mipsn32") === (flags === N32);
}
