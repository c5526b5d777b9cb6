/** Which of the asked platforms the engine's node runs by itself, and which need an emulator. */

import { Failure } from "../failure.ts";
import { type Architecture, architectureFor } from "./architecture.ts";
import { type Platform, platformName } from "./platform.ts";

export type Execution =
  | { readonly kind: "native"; readonly platform: Platform; readonly architecture: Architecture }
  | { readonly kind: "emulated"; readonly platform: Platform; readonly architecture: Architecture };

/**
 * GOARCH of the node -> what its kernel runs besides. 32-bit arm on an arm64 node is not here:
 * many arm64 servers have no 32-bit mode, so it is emulated.
 *
 * A rule for one of these is never registered: one for x86_64 on x86-64 makes every exec of the
 * machine fail with ELOOP, one for i386 takes its native 32-bit programs away.
 */
const ALSO_NATIVE: Readonly<Record<string, readonly string[]>> = { amd64: ["386"] };

/**
 * How each of `platforms` is run on a node of platform `node`, in their order.
 *
 * @throws Failure naming the platforms that QEMU has no emulator for
 */
export function executionOf(node: Platform, platforms: readonly Platform[]): readonly Execution[] {
  const unknown = platforms.filter((platform) => rowOf(platform) === undefined);
  if (unknown.length > 0) {
    throw new Failure({
      what: "No emulator exists for a platform that was asked",
      seen: unknown.map(platformName).join(", "),
      expected: "platforms of QEMU's user emulators, such as linux/arm64",
      anchor: "platform-not-emulated",
    });
  }
  return platforms.flatMap((platform) => {
    const architecture = rowOf(platform);
    if (architecture === undefined) return [];
    return [{ kind: isNative(node, platform) ? "native" : "emulated", platform, architecture }];
  });
}

function isNative(node: Platform, platform: Platform): boolean {
  const also = ALSO_NATIVE[node.architecture] ?? [];
  if (also.includes(platform.architecture)) return true;
  if (node.architecture !== platform.architecture) return false;
  // An arm/v6 node does not run arm/v7; a micro-architecture level of amd64 is the same machine.
  return node.architecture !== "arm" || (platform.variant ?? "v7") <= (node.variant ?? "v7");
}

function rowOf(platform: Platform): Architecture | undefined {
  const { variant: _, ...plain } = platform;
  return (
    architectureFor(platform) ??
    (platform.architecture === "amd64" ? architectureFor(plain) : undefined)
  );
}
