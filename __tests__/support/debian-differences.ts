/** Where the table's rules are not Debian's own, and why. */

import { architectures } from "../../src/platform/architecture.ts";
import { type Pattern, rulesIn } from "./binfmt-rules.ts";

/** Series of QEMU in Debian -> targets that the table has otherwise, each with the reason. */
export const DIFFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "7.2": {
    ...missing(
      "aarch64_be microblazeel nios2 or1k",
      "an emulator without a rule: QEMU's own is used",
    ),
    ...missing("i386 x86_64", "native where the package is for amd64"),
    microblaze: "toolchains write e_machine 189; Debian's number 0xBAAB is the row's further rule",
    ...missing(
      "mips64 mips64el",
      "ABIVERSION may be anything, as in 11: programs with 3 and 5 exist",
    ),
    ...missing(
      "mips mipsel mipsn32 mipsn32el",
      "ABIVERSION may be anything, and e_version must be 1, as in 11",
    ),
  },
  "11.1": {
    ...missing("cris nios2", "QEMU has no emulator of it any more"),
    ...missing(
      "microblaze microblazeel",
      "toolchains write e_machine 189; Debian's number 0xBAAB is the row's further rule",
    ),
  },
};

function missing(targets: string, reason: string): Record<string, string> {
  return Object.fromEntries(targets.split(" ").map((target) => [target, reason]));
}

/** Targets whose rule in registration lines is not the table's, or that only one of both has. */
export function differing(text: string): readonly string[] {
  const theirs = rulesIn(text);
  const unknown = [...theirs.keys()].filter(
    (name) => !architectures.some(({ target }) => target === name),
  );
  const other = architectures.filter((row) => !same(row, theirs.get(row.target)));
  return [...unknown, ...other.map(({ target }) => target)].sort();
}

/** Trailing bytes that do not count make no difference. */
function same(ours: Pattern, theirs: Pattern | undefined): boolean {
  return theirs !== undefined && ours.magic === theirs.magic && ours.mask === theirs.mask;
}
