/** Judges one program of an image by the machine it was made for. */

import type { Platform } from "../../platform/platform.ts";
import { type Machine, machineName, sameMachine } from "./elf.ts";
import type { Program } from "./programs.ts";
import { namesMachine } from "./words.ts";

export interface ForeignProgram {
  readonly path: string;
  /** Names of machines, as `x86-64` and `aarch64`. */
  readonly found: string;
  readonly wanted: string;
  /** How it is reached: `entrypoint`, `command`, `PATH`, `link /bin/sh`, `loader of /app`, `image`. */
  readonly via: string;
}

export interface CheckRules {
  readonly platform: Platform;
  readonly architecture: Machine;
  /** Globs over absolute paths. */
  readonly allow: readonly string[];
}

/** e_machine -> those of older programs that its processors (for ARM: most of them) run as well. */
const ALSO_RUNS: Readonly<Record<number, readonly number[]>> = {
  62: [3, 62],
  183: [40],
};

/**
 * - `older`, `newer`: made for older or newer processors of the same line; run by most or by some.
 * - `named`: nothing starts it, and its path says for which machine it is: cross tools, prebuilt parts.
 * - `object`: object files, which only a linker or another kernel reads.
 * - `data`: test data and firmware, as the path says.
 */
export type Verdict = "right" | "older" | "newer" | "named" | "object" | "data" | "foreign";

export interface Judged extends ForeignProgram {
  readonly verdict: Verdict;
}

export function judgement(program: Program, rules: CheckRules): Judged {
  const { path, elf, via } = program;
  const version = newerVersion(program, rules.platform);
  const found = version === undefined ? machineName(elf) : `ARMv${version.found}`;
  const wanted = version === undefined ? machineName(rules.architecture) : `ARMv${version.wanted}`;
  return { path, found, wanted, via, verdict: verdict(program, rules, version !== undefined) };
}

function verdict({ path, elf, via }: Program, rules: CheckRules, newer: boolean): Verdict {
  // The loader is of the base image's own version; a single program may choose its code as it runs.
  if (newer) return via.startsWith("loader") ? "foreign" : "newer";
  if (sameMachine(elf, rules.architecture) || /\/qemu-[^/]+$/.test(path)) return "right";
  if (via.startsWith("library")) return "foreign";
  if (runsToo(rules.architecture, elf)) return "older";
  if (via === "image" && elf.object === true) return "object";
  if (via === "image" && DATA.test(path)) return "data";
  return isLeft(via) && namesMachine(path, machineName(elf)) ? "named" : "foreign";
}

const DATA = /\/(?:testdata|firmware)\//;

/** Whether it may be that nothing starts it: a script names the programs of all its branches. */
const isLeft = (via: string): boolean => /^(?:image$|module$|script )/.test(via);

/** The version a program is made for, where it is newer than the platform's: `v6` of `linux/arm/v6`. */
function newerVersion(
  { elf }: Program,
  { architecture, variant }: Platform,
): { readonly found: number; readonly wanted: number } | undefined {
  const wanted = architecture === "arm" ? Number(variant?.slice(1)) : Number.NaN;
  return elf.arm !== undefined && elf.arm > wanted ? { found: elf.arm, wanted } : undefined;
}

function runsToo({ machine, data }: Machine, program: Machine): boolean {
  const also = ALSO_RUNS[machine]?.includes(program.machine) === true;
  return also && program.class === 32 && program.data === data;
}
