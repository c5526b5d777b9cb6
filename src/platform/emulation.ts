/** Which of the asked platforms the engine's node runs by itself, and which need an emulator. */

import { Failure } from "../failure.ts";
import { type Architecture, architectureFor } from "./architecture.ts";
import { type Platform, platformName } from "./platform.ts";

export interface Execution {
  /** How its programs run on the engine's node; `node`: not at all, another node does everything. */
  readonly kind: "native" | "emulated" | "node";
  readonly platform: Platform;
  readonly architecture: Architecture;
  /** Endpoint of the node that builds it, where that is not the engine's own. */
  readonly node?: string | undefined;
}

/**
 * QEMU target of the node -> targets whose programs its kernel runs besides. 32-bit arm on an arm64
 * node is not here: many arm64 servers have no 32-bit mode, so it is emulated.
 */
const ALSO_NATIVE: Readonly<Record<string, readonly string[]>> = {
  x86_64: ["i386"],
  mips64: ["mips", "mipsn32"],
  mips64el: ["mipsel", "mipsn32el"],
  ppc64: ["ppc"],
  sparc64: ["sparc", "sparc32plus"],
};

/**
 * How each of `platforms` is run on a node of platform `node`, in their order.
 *
 * @throws Failure naming the platforms that QEMU has no emulator for, or that `node` can neither
 * run nor emulate
 */
export function executionOf(node: Platform, platforms: readonly Platform[]): readonly Execution[] {
  const unknown = platforms.filter((platform) => architectureFor(platform) === undefined);
  if (unknown.length > 0) {
    throw new Failure({
      what: "No emulator exists for a platform that was asked",
      seen: unknown.map(platformName).join(", "),
      expected: "platforms of QEMU's user emulators, such as linux/arm64",
      anchor: "platform-not-emulated",
    });
  }
  return platforms.flatMap((platform) => {
    const architecture = architectureFor(platform);
    if (architecture === undefined) return [];
    const native = isNativeTo(node, architecture);
    if (native) refuseNewer(node, platform);
    return [{ kind: native ? "native" : "emulated", platform, architecture }];
  });
}

/** Whether the kernel of `node` runs the programs of `architecture` by itself. */
export function isNativeTo(node: Platform, { target }: Architecture): boolean {
  const own = architectureFor(node)?.target;
  return own !== undefined && (own === target || ALSO_NATIVE[own]?.includes(target) === true);
}

/**
 * The last gate before a rule is written, whatever was asked and by whom: one for x86_64 on x86-64
 * makes every exec of the machine fail with ELOOP, until somebody who still has a shell open takes
 * it away; one for i386 takes its native 32-bit programs away.
 *
 * @throws Failure that names the architectures
 */
export function refuseNative(
  node: Platform,
  emulators: readonly { readonly architecture: Architecture }[],
): void {
  const native = emulators.filter(({ architecture }) => isNativeTo(node, architecture));
  if (architectureFor(node) !== undefined && native.length === 0) return;
  throw new Failure({
    what: "A handler for programs that the engine's node runs by itself is never registered",
    seen: `${native.map(({ architecture }) => architecture.target).join(", ") || "any"} on ${platformName(node)}`,
    expected: "architectures other than the node's own",
    cause: "the kernel would start an emulator for its own programs, the emulator among them",
    anchor: "own-architecture",
  });
}

/** An arm/v6 node does not run arm/v7 programs, and a rule for them would catch its own as well. */
function refuseNewer(node: Platform, platform: Platform): void {
  const both = node.architecture === "arm" && platform.architecture === "arm";
  if (!both || (platform.variant ?? "v7") <= (node.variant ?? "v7")) return;
  throw new Failure({
    what: "The engine's node is older than a platform that was asked, and cannot emulate it",
    seen: `${platformName(platform)} on ${platformName(node)}`,
    expected: `${platformName(node)} or older, or a node of another architecture`,
    cause: "the kernel does not tell programs of different ARM versions apart",
    anchor: "platform-not-emulated",
  });
}
