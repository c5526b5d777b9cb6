/** What the engine's node is: its machine, its kernel and what its image store can do. */

import type { Platform } from "../platform/platform.ts";

export interface NodeFacts {
  /** The node's own platform, of the engine and not of the client. */
  readonly platform: Platform;
  /** Kernel release, as `uname -r`. */
  readonly kernel: string;
  readonly store: "containerd" | "classic";
  readonly product: "docker" | "podman" | "other";
  readonly version: string;
  readonly rootless: boolean;
  readonly usernsRemap: boolean;
  /** Whether it shares this process's kernel and user namespace: what is registered there counts here. */
  readonly local: boolean;
}
