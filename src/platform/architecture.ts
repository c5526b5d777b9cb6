/** The table of the architectures that QEMU emulates: names, ELF magic and mask, test program. */

import table from "./architectures.json" with { type: "json" };
import type { Platform } from "./platform.ts";

/** What binfmt_misc knows programs by, and a program to prove it with. */
export interface Rule {
  /** Ends its handler's name: the QEMU target; of a further rule `microblaze-baab`. */
  readonly id: string;
  /** First bytes of the programs and which of their bits count, as hex of equal length. */
  readonly magic: string;
  readonly mask: string;
  /** A static program of about 150 bytes that prints `uname -m`, base64. */
  readonly probe: string;
}

/** The magic, mask and probe of most programs stand in the row itself: its first rule. */
export interface Architecture extends Omit<Rule, "id"> {
  /** QEMU's target name, as in `qemu-aarch64`. */
  readonly target: string;
  /** Docker platforms it runs, canonical: `linux/arm/v7`. */
  readonly platforms: readonly string[];
  /** Debian architecture names. */
  readonly debian: readonly string[];
  /** Other names that are no platform's: GOARCH's reserved ones, GNU's. */
  readonly aliases: readonly string[];
  /** ELF class in bits: 32 or 64. */
  readonly class: number;
  /** ELF byte order: `little` or `big`. */
  readonly data: string;
  /** ELF e_machine. */
  readonly machine: number;
  /** What its test program prints: the kernel's `uname -m` under the emulator. */
  readonly uname: string;
  /**
   * Further rules: programs of the same machine that bear another ELF number. Microblaze toolchains
   * write 189, as registered; Debian's and QEMU's own rules know 0xBAAB only, which came before.
   */
  readonly also?: readonly Rule[];
}

export const architectures: readonly Architecture[] = table;

/** Every rule of an architecture, the one of most programs first. */
export function rulesOf(architecture: Architecture): readonly Rule[] {
  return [mainRule(architecture), ...(architecture.also ?? [])];
}

/** The rule of most of its programs. */
export function mainRule({ target, magic, mask, probe }: Architecture): Rule {
  return { id: target, magic, mask, probe };
}

/**
 * The architecture whose programs `platform` runs, or undefined when QEMU has none. Variants share
 * one emulator: `linux/amd64/v2` is x86_64, `linux/arm/v8` is arm. What Docker has no platform for
 * goes by QEMU's name: `linux/hppa`.
 */
export function architectureFor(platform: Platform): Architecture | undefined {
  const { os, architecture } = platform;
  const family = `${os}/${architecture}`;
  return architectures.find(({ platforms, target }) =>
    platforms.length === 0
      ? `linux/${target}` === family
      : platforms.some((name) => name === family || name.startsWith(`${family}/`)),
  );
}
