/** Tells the platform that a kernel's machine name stands for. */

import type { Platform } from "../platform/platform.ts";

/** `uname -m` -> architecture and variant, as containerd/platforms `normalizeArch` maps them. */
const machines: Readonly<Record<string, Omit<Platform, "os">>> = {
  x86_64: { architecture: "amd64" },
  i386: { architecture: "386" },
  i686: { architecture: "386" },
  aarch64: { architecture: "arm64" },
  armv5tel: { architecture: "arm", variant: "v5" },
  armv6l: { architecture: "arm", variant: "v6" },
  armhf: { architecture: "arm", variant: "v7" },
  armv7l: { architecture: "arm", variant: "v7" },
  armv8l: { architecture: "arm", variant: "v7" },
  loongarch64: { architecture: "loong64" },
};

/** Names that are alike in both worlds (`riscv64`, `s390x`, `ppc64le`) and podman's GOARCH pass. */
export function machineFrom(machine: string): Omit<Platform, "os"> {
  return machines[machine] ?? { architecture: machine };
}
