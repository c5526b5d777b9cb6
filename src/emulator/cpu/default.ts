/** The QEMU_CPU that suits an architecture best where the user asked for none. */

import type { Architecture } from "../../platform/architecture.ts";
import type { Execution } from "../../platform/emulation.ts";
import { type Platform, platformName, samePlatform } from "../../platform/platform.ts";
import { compareVersions } from "../version.ts";

/**
 * Per QEMU target: in which versions a CPU other than QEMU's own default is better.
 *
 * Measured (2026-11) for aarch64: QEMU 7.2 and 5.2 with QEMU_CPU unset need 4 to 10 times the time
 * on programs built with pointer authentication, since they compute it with the architected
 * algorithm; 6.0 brought `pauth-impdef`, 10.0 made it the default. `max` keeps every feature.
 */
const defaults: Readonly<Record<string, { since: string; before: string; cpu: string }>> = {
  aarch64: { since: "6.0", before: "10.0", cpu: "max,pauth-impdef=on" },
};

/** Value for QEMU_CPU, or undefined: leave it unset. So it is for a version that nobody knows. */
export function cpuDefault(architecture: Architecture, version: string): string | undefined {
  const entry = defaults[architecture.target];
  if (entry === undefined) return undefined;
  const { since, before, cpu } = entry;
  const fits = compareVersions(version, since) >= 0 && compareVersions(version, before) < 0;
  return fits ? cpu : undefined;
}

/**
 * What the test of a platform's image has in its environment, for another CPU than its handler
 * gives: QEMU's default runs what an ARMv6 processor (Raspberry Pi 1, Zero) does not, and arm/v6
 * shares its handler with arm/v7. What `asked` (by platform name) has stands.
 */
export function testEnvironment(
  platform: Platform,
  executions: readonly Execution[],
  asked: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const name = platformName(platform);
  const emulated = executions.some(
    (one) => one.kind === "emulated" && samePlatform(one.platform, platform),
  );
  const v6 = emulated && name === "linux/arm/v6" && asked[name] === undefined;
  return v6 ? { QEMU_CPU: "arm1176" } : {};
}
