/** Which kernels can run foreign programs inside containers. */

import { Failure } from "../failure.ts";

/** The flag `F` came with Linux 4.8; below it a handler is not seen inside containers. */
const OLDEST = [4, 8] as const;

/** A Failure when the kernel `release` (as `uname -r`: `6.8.0-1018-azure`) is too old, else undefined. */
export function kernelFailure(release: string): Failure | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(release) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  const [oldestMajor, oldestMinor] = OLDEST;
  const newer = Number(major) - oldestMajor || Number(minor) - oldestMinor;
  if (newer >= 0) return undefined;
  return new Failure({
    what: "The kernel of the engine's node is too old to run foreign programs in containers",
    seen: release,
    expected: `Linux ${OLDEST.join(".")} or newer, which knows the flag F of binfmt_misc`,
    cause: "without that flag a handler's emulator is looked for inside each container",
    fix: "runs-on: ubuntu-24.04",
    anchor: "kernel-too-old",
  });
}
