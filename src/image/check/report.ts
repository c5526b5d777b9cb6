/** Judges the programs of an image by the machine they were made for. */

import type { Platform } from "../../platform/platform.ts";
import { type Machine, machineName, sameMachine } from "./elf.ts";
import { matcher } from "./glob.ts";
import type { Program, Programs } from "./programs.ts";

export interface ForeignProgram {
  readonly path: string;
  /** Names of machines, as `x86-64` and `aarch64`. */
  readonly found: string;
  readonly wanted: string;
  /** How it is reached: `entrypoint`, `command`, `PATH`, `link /bin/sh`, `loader of /app`, `image`. */
  readonly via: string;
}

export interface CheckReport {
  readonly platform: Platform;
  /** How many programs were looked at. */
  readonly checked: number;
  readonly foreign: readonly ForeignProgram[];
  /** Foreign programs that the user allows. */
  readonly allowed: readonly ForeignProgram[];
  readonly notices: readonly string[];
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

/** Foreign are those of another machine, but for emulators (`qemu-*`) and what is allowed. */
export function checkReport(found: Programs, rules: CheckRules): CheckReport {
  const { platform, architecture } = rules;
  const { programs } = found;
  const allows = matcher(rules.allow);
  const others = programs.filter(
    ({ path, elf }) => !sameMachine(elf, architecture) && !/\/qemu-[^/]+$/.test(path),
  );
  const older = others.filter(({ elf }) => runsToo(architecture, elf));
  const foreign = others.filter(({ elf }) => !runsToo(architecture, elf));
  const named = (list: readonly Program[]): readonly ForeignProgram[] =>
    list.map((program) => foreignProgram(program, architecture));
  const allowed = named(foreign.filter(({ path }) => allows(path)));
  return {
    platform,
    checked: programs.length,
    foreign: named(foreign.filter(({ path }) => !allows(path))),
    allowed,
    notices: [
      ...found.notices,
      ...(programs.length === 0 ? ["no machine code found: nothing to check"] : []),
      ...olderNotice(named(older)),
      ...allowed.map((program) => `${program.path} is ${program.found}, as allowed`),
    ],
  };
}

function runsToo({ machine, data }: Machine, program: Machine): boolean {
  const also = ALSO_RUNS[machine]?.includes(program.machine) === true;
  return also && program.class === 32 && program.data === data;
}

function foreignProgram({ path, elf, via }: Program, wanted: Machine): ForeignProgram {
  return { path, found: machineName(elf), wanted: machineName(wanted), via };
}

function olderNotice(older: readonly ForeignProgram[]): readonly string[] {
  const [first] = older;
  if (first === undefined) return [];
  const more = older.length > 1 ? ` and ${older.length - 1} more` : "";
  return [
    `${first.path}${more}: 32-bit ${first.found} programs, which most ${first.wanted} processors run`,
  ];
}
