/** The OCI runtime of the rig's engines: runc, or runc without the one capability that lacks here. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RigPaths } from "./paths.ts";

/** Bit of CAP_SYS_RESOURCE in the capability sets (linux/capability.h). */
const CAP_SYS_RESOURCE = 24n;

/**
 * runc refuses `--privileged` where the bounding set lacks a capability ("unable to apply caps").
 * Some virtual machines lack this one: there a wrapper takes it out of the bundle before runc
 * reads it. Elsewhere undefined: runc as it is.
 */
export function runtimeWrapper(paths: RigPaths): string | undefined {
  const status = readFileSync("/proc/self/status", "utf8");
  const bounding = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? "0"}`);
  if ((bounding >> CAP_SYS_RESOURCE) & 1n) return undefined;
  const path = join(paths.bin, "runc-without-sys-resource");
  writeFileSync(path, wrapper(join(paths.bin, "runc")), { mode: 0o755 });
  return path;
}

const wrapper = (runc: string): string => `#!/bin/sh
prev=
for a in "$@"; do
  [ "$prev" = --bundle ] && sed -i 's/"CAP_SYS_RESOURCE",\\?//g; s/,\\]/]/g' "$a/config.json"
  prev=$a
done
exec '${runc}' "$@"
`;
