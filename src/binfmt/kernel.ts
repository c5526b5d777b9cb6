/** Which kernels can run foreign programs inside containers. */

import { Failure } from "../failure.ts";

/** The flag `F` came with Linux 4.8; below it a handler is not seen inside containers. */
const OLDEST = [4, 8] as const;

/** Linux 6.7 gave each user namespace handlers of its own (kernel commit 21ca59b365c0). */
const OLDEST_ROOTLESS = [6, 7] as const;

/** A Failure when the kernel `release` (as `uname -r`: `6.8.0-1018-azure`) is too old, else undefined. */
export function kernelFailure(release: string): Failure | undefined {
  if (!isBefore(release, OLDEST)) return undefined;
  return new Failure({
    what: "The kernel of the engine's node is too old to run foreign programs in containers",
    seen: release,
    expected: `Linux ${OLDEST.join(".")} or newer, which knows the flag F of binfmt_misc`,
    cause: "without that flag a handler's emulator is looked for inside each container",
    fix: "runs-on: ubuntu-24.04",
    anchor: "kernel-too-old",
  });
}

/** A Failure when a rootless engine on a kernel of this `release` can have no handlers, else undefined. */
export function rootlessFailure(release: string): Failure | undefined {
  if (!isBefore(release, OLDEST_ROOTLESS)) return undefined;
  return new Failure({
    what: "A rootless engine on this kernel can register no emulators, only use those of the whole machine",
    seen: release,
    expected: `Linux ${OLDEST_ROOTLESS.join(".")} or newer, where a user namespace has handlers of its own`,
    fix: "register: host   # with passwordless sudo; or `register: off`, where the machine has emulators",
    anchor: "rootless",
  });
}

/** Of gVisor, as an engine calls its program or its shim: `runsc`, `io.containerd.runsc.v1`. */
const RUNSC = /(^|\.)runsc/;

/**
 * A Failure where the engine's program `runtime` gives containers the kernel of gVisor, or `release` is
 * what gVisor shows in a kernel's place, else undefined.
 */
export function sandboxFailure(release: string, runtime = ""): Failure | undefined {
  if (RUNSC.test(runtime)) return runtimeFailure(runtime);
  return isGvisor(release) ? gvisorFailure(release) : undefined;
}

/** `4.4.0` bare, as no distribution has it, then `4.19.0-gvisor` (google/gvisor#11117). */
function isGvisor(release: string): boolean {
  return release === "4.4.0" || release.endsWith("-gvisor");
}

function runtimeFailure(runtime: string): Failure {
  return new Failure({
    what: "The engine runs containers in gVisor, whose kernel starts no programs of other processors",
    seen: runtime,
    expected: "runc or its like, which use the machine's kernel",
    fix: '"default-runtime": "runc"   # in /etc/docker/daemon.json',
    anchor: "registration-refused",
  });
}

function gvisorFailure(release: string): Failure {
  return new Failure({
    what: "The kernel here is gVisor's, which starts no programs of other processors",
    seen: release,
    expected: "Linux itself",
    cause: "this job, or the engine it uses, runs in a sandbox of gVisor (runsc, GKE Sandbox)",
    fix: "runs-on: ubuntu-24.04   # or machines without that sandbox",
    anchor: "binfmt-missing",
  });
}

/** What is no release number is taken for a new one. */
function isBefore(release: string, [oldestMajor, oldestMinor]: readonly [number, number]): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(release) ?? [];
  if (major === undefined || minor === undefined) return false;
  return (Number(major) - oldestMajor || Number(minor) - oldestMinor) < 0;
}
