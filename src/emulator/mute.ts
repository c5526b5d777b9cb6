/** Emulators that say nothing when a program dies of a signal under them. */

import type { Emulator } from "./emulator.ts";
import { compareVersions } from "./version.ts";

/**
 * Targets for which QEMU writes no core files, and without one it says nothing. Measured: 7.2.22 and
 * 10.0.13 are silent, 11.1.2 speaks.
 */
const MUTE = ["hppa", "riscv32", "riscv64", "sparc", "sparc32plus", "sparc64"];
const SPEAKS = "11";

/** What a crash under it does not show, in a sentence for the log; undefined where it speaks. */
export function muteness({
  architecture: { target },
  version,
}: Pick<Emulator, "architecture" | "version">): string | undefined {
  if (!MUTE.includes(target) || compareVersions(version, SPEAKS) >= 0) return undefined;
  return `QEMU ${version} for ${target} does not say when a program crashes, QEMU ${SPEAKS} does: of a crash only the exit code tells, which a pipe hides`;
}
