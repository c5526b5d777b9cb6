/** What was seen of one platform: its emulator, the proofs that it runs, its build, check and test. */

import type { Platform } from "../platform/platform.ts";

/** The emulator file a platform's programs ran under. */
interface EmulatorOutcome {
  /** QEMU's version of the file that was obtained: `7.2.22`. */
  readonly version: string;
  /** `release`, `package`, `image`, `host` or `path`. */
  readonly source: string;
  /** Where exactly it came from: an address, a package with its version, a path. */
  readonly origin: string;
  /** Hex sha256 of the emulator file, checked before use. */
  readonly sha256: string;
  /** QEMU_CPU that it was given; undefined: its own default. */
  readonly cpu?: string | undefined;
  /** Whether it came out of a cache, so that nothing was downloaded. */
  readonly cacheHit: boolean;
}

/** One foreign program that ran, and what it printed. */
interface ProofOutcome {
  /** What the program read from the kernel: `aarch64`. */
  readonly machine: string;
  readonly ms: number;
  /** On the engine's node, or in a build step of a builder of its own. */
  readonly where: "node" | "builder";
  /** The version the emulator itself told where the program ran; undefined: it was not asked. */
  readonly emulatorVersion?: string | undefined;
}

export interface PlatformOutcome {
  readonly platform: Platform;
  /** The engine's node runs it without an emulator. */
  readonly native: boolean;
  /** Endpoint of the node that builds it, where that is not the engine's own. */
  readonly node?: string | undefined;
  readonly emulator?: EmulatorOutcome | undefined;
  /** Empty: nothing was proven (yet). */
  readonly proofs: readonly ProofOutcome[];
  readonly build?: { readonly ms: number; readonly cachedSteps: number; readonly steps: number };
  /** Bytes of the image: its layers as the registry or the engine counts them. */
  readonly size?: number | undefined;
  /** Programs whose machine type was read, and what is worth telling about them. */
  readonly check?: { readonly checked: number; readonly notices: readonly string[] };
  readonly test?: { readonly exitCode: number; readonly ms: number };
}
