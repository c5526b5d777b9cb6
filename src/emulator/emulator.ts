/** What an emulator is once it was obtained and verified, and what is asked to obtain one. */

import type { EmulatorInputs } from "../inputs/inputs.ts";
import type { Architecture } from "../platform/architecture.ts";
import type { Platform } from "../platform/platform.ts";
import type { ImageEngine } from "./sources/image-container.ts";

export interface Emulator {
  readonly architecture: Architecture;
  /** A plain file, static, of the node's machine; to be verified again by `sha256` when it is used. */
  readonly path: string;
  /** Hex, of the emulator file itself. */
  readonly sha256: string;
  /** QEMU's version as the file itself says it (`7.2.22`), else as its origin does. */
  readonly version: string;
  /** QEMU_CPU that its handler will give; undefined: its own default, or not settled yet. */
  readonly cpu?: string | undefined;
  readonly source: "package" | "release" | "image" | "path" | "host";
  /** Package name and version, an address, an image and the path in it, or a path. */
  readonly origin: string;
  readonly cacheHit: "tool cache" | "actions cache" | "none";
}

export interface EmulatorRequest {
  readonly architectures: readonly Architecture[];
  /** Platform of the engine's node, where the emulators will run: not of this process. */
  readonly host: Platform;
  readonly inputs: EmulatorInputs;
  /** A folder of this run's own. */
  readonly temp: string;
  readonly signal: AbortSignal;
  /** Whether this run may write to the Actions cache (not so for pull requests of strangers). */
  readonly trusted: boolean;
  /** Takes emulators out of images; undefined: there is no engine to pull them. */
  readonly images?: ImageEngine | undefined;
}

/** A whole file in hand that was verified, not yet kept. */
export interface ObtainedFile {
  readonly path: string;
  readonly sha256: string;
  readonly version: string;
  readonly origin: string;
}
