/** The QEMU_CPU that suits an architecture best where the user asked for none. */

import type { Architecture } from "../platform/architecture.ts";
import { compareVersions } from "./version.ts";

/**
 * Per QEMU target: below which version a CPU other than QEMU's own default is better.
 *
 * Measured (2026-11) for aarch64: QEMU 7.2 and 5.2 with QEMU_CPU unset need 4 to 10 times the time
 * on programs built with pointer authentication, since they compute it with the architected
 * algorithm; QEMU 10.0 made the fast one the default. `max` keeps every feature.
 */
const defaults: Readonly<Record<string, { readonly before: string; readonly cpu: string }>> = {
  aarch64: { before: "10.0", cpu: "max,pauth-impdef=on" },
};

/** Value for QEMU_CPU, or undefined: leave it unset. QEMU 5.2 does not know `pauth-impdef`. */
export function cpuDefault(architecture: Architecture, version: string): string | undefined {
  const entry = defaults[architecture.target];
  if (entry === undefined || compareVersions(version, entry.before) >= 0) return undefined;
  return entry.cpu;
}
