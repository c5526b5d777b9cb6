/** The table of the architectures that QEMU emulates: names, ELF magic and mask, test program. */

import table from "./architectures.json" with { type: "json" };
import type { Platform } from "./platform.ts";

export interface Architecture {
  /** QEMU's target name, as in `qemu-aarch64`. */
  readonly target: string;
  /** Docker platforms it runs, canonical: `linux/arm/v7`. */
  readonly platforms: readonly string[];
  /** Debian architecture names. */
  readonly debian: readonly string[];
  /** ELF class in bits: 32 or 64. */
  readonly class: number;
  /** ELF byte order: `little` or `big`. */
  readonly data: string;
  /** ELF e_machine. */
  readonly machine: number;
  /** First bytes of its programs and which of their bits count, as hex of equal length. */
  readonly magic: string;
  readonly mask: string;
  /** What its test program prints: the kernel's `uname -m` under the emulator. */
  readonly uname: string;
  /** A static program of about 150 bytes that prints `uname -m`, base64. */
  readonly probe: string;
}

export const architectures: readonly Architecture[] = table;

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
