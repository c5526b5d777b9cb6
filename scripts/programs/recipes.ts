/** How each test program is assembled: its source, whose binutils, and what its ELF header says. */

export interface Recipe {
  /** File in programs/probe, without `.s`; absent: the target's own name. */
  readonly source?: string;
  /** GNU triplet in the names of the tools. */
  readonly tools: string;
  readonly as?: readonly string[];
  /** Linked before its text is taken: the assembler leaves relocations. */
  readonly link?: boolean;
  /** ELF e_flags. */
  readonly flags?: number;
  /** The entry point is a function descriptor (ELFv1 of ppc64). */
  readonly descriptor?: boolean;
}

/** For sources that are macros of bytes, any assembler will do. */
const ANY = "x86_64-linux-gnu";
const BIG = ["--defsym", "BIG=1"];
const O32 = ["-32", "-march=mips32r2", ...symbols({ NRU: 4122, NRW: 4004, NRX: 4001, PTR64: 0 })];
const N32 = ["-n32", "-march=mips64r2", ...symbols({ NRU: 6061, NRW: 6001, NRX: 6058, PTR64: 0 })];
const N64 = ["-64", "-march=mips64r2", ...symbols({ NRU: 5061, NRW: 5001, NRX: 5058, PTR64: 1 })];
const MIPS = { source: "mips", tools: "mips-linux-gnu", flags: 0x70001005 };
const MIPSN32 = { source: "mips", tools: "mips64-linux-gnuabi64", flags: 0x80000025 };
const MIPS64 = { ...MIPSN32, flags: 0x80000005 };
const ARM = { source: "arm", tools: "arm-linux-gnueabi", flags: 0x05000000 };
const SPARC = { source: "sparc", tools: "sparc64-linux-gnu" };
const RISCV = { source: "riscv", tools: "riscv64-linux-gnu", flags: 1 };

/** By QEMU target. hexagon (LLVM alone) and loongarch64 (newer binutils) are where these are. */
export const recipes: Readonly<Record<string, Recipe>> = {
  aarch64: { tools: "aarch64-linux-gnu" },
  aarch64_be: { source: "aarch64", tools: "aarch64-linux-gnu", as: ["-EB"] },
  alpha: { tools: "alpha-linux-gnu" },
  arm: { ...ARM, as: ["-march=armv4t"] },
  armeb: { ...ARM, as: ["-march=armv4t", "-EB"] },
  cris: { tools: ANY, flags: 2 },
  hppa: { tools: "hppa-linux-gnu", link: true, flags: 0x210 },
  i386: { tools: "x86_64-linux-gnu", as: ["--32"] },
  loongarch64: { tools: "loongarch64-linux-gnu", as: ["-mno-relax"], flags: 0x43 },
  m68k: { tools: "m68k-linux-gnu" },
  microblaze: { tools: ANY, as: BIG },
  microblazeel: { source: "microblaze", tools: ANY },
  mips: { ...MIPS, as: ["-EB", ...O32] },
  mipsel: { ...MIPS, as: ["-EL", ...O32] },
  mipsn32: { ...MIPSN32, as: ["-EB", ...N32] },
  mipsn32el: { ...MIPSN32, as: ["-EL", ...N32] },
  mips64: { ...MIPS64, as: ["-EB", ...N64] },
  mips64el: { ...MIPS64, as: ["-EL", ...N64] },
  nios2: { tools: ANY },
  or1k: { tools: "or1k-elf", link: true },
  ppc: { source: "ppc", tools: "powerpc-linux-gnu", as: ["-a32"] },
  ppc64: {
    source: "ppc",
    tools: "powerpc64-linux-gnu",
    as: ["-a64"],
    flags: 1,
    descriptor: true,
  },
  ppc64le: { source: "ppc", tools: "powerpc64le-linux-gnu", as: ["-a64", "-mlittle"], flags: 2 },
  riscv32: { ...RISCV, as: ["-march=rv32ic", "-mabi=ilp32"] },
  riscv64: { ...RISCV, as: ["-march=rv64ic", "-mabi=lp64"] },
  s390x: { tools: "s390x-linux-gnu" },
  sh4: { tools: "sh4-linux-gnu", as: ["-little"], flags: 9 },
  sh4eb: { source: "sh4", tools: "sh4-linux-gnu", as: ["-big"], flags: 9 },
  sparc: { ...SPARC, as: ["-32", "-Av8", "--defsym", "TRAP=0x10"] },
  sparc32plus: { ...SPARC, as: ["-32", "-Av8plus", "--defsym", "TRAP=0x10"], flags: 0x100 },
  sparc64: { ...SPARC, as: ["-64", "-Av9", "--defsym", "TRAP=0x6d"] },
  x86_64: { tools: "x86_64-linux-gnu", as: ["--64"] },
  xtensa: { tools: ANY, flags: 0x300 },
  xtensaeb: { source: "xtensa", tools: ANY, as: BIG, flags: 0x300 },
};

/** Entry points for CPUs, by the host's QEMU name -> its tools. */
export const stubRecipes: Readonly<Record<string, string>> = {
  aarch64: "aarch64-linux-gnu",
  x86_64: "x86_64-linux-gnu",
};

function symbols(values: Readonly<Record<string, number>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ["--defsym", `${name}=${value}`]);
}
