/** What a run did and saw, as facts: the phases fill it, log, outputs and summary only read it. */

import type { FailureText } from "./failure-text.ts";
import type { MatrixOutcome } from "./leg-outcome.ts";
import type { PlatformOutcome } from "./platform-outcome.ts";

export interface BuilderOutcome {
  /** `docker`, `docker-container`, `remote`, `kubernetes` … */
  readonly kind: string;
  readonly name: string;
  /** Why it was chosen, as a clause: `the engine's own can do all that is asked`. */
  readonly reason: string;
}

/** A name in a registry and the digest that the registry answered for it. */
export interface PushedRef {
  readonly ref: string;
  readonly digest: string;
}

/** One `cache-to` entry: saved, or why not. */
export interface CacheOutcome {
  readonly name: string;
  readonly saved: boolean;
  readonly reason?: string | undefined;
}

export interface PhaseOutcome {
  readonly name: string;
  readonly ms: number;
}

export interface Outcome extends MatrixOutcome {
  /** In the order the user gave; also those that failed or were never reached. */
  readonly platforms: readonly PlatformOutcome[];
  readonly builder?: BuilderOutcome | undefined;
  /** Seen in the registry after the push; also when a later phase failed. */
  readonly pushed: readonly PushedRef[];
  /** Names of images that were loaded into the engine. */
  readonly loaded: readonly string[];
  /** Files and folders that `outputs` wrote. */
  readonly exported: readonly string[];
  /** Of the result: the registry's, else the engine's or the exported index's. */
  readonly digest?: string | undefined;
  readonly imageId?: string | undefined;
  /** The build's metadata, JSON, bounded. */
  readonly metadata?: string | undefined;
  readonly caches: readonly CacheOutcome[];
  /** Handlers this run registered, and those of them it leaves behind (`keep`). */
  readonly registered: readonly string[];
  readonly kept: readonly string[];
  readonly notices: readonly string[];
  readonly warnings: readonly string[];
  /** In the order they ran; the failed one included. */
  readonly phases: readonly PhaseOutcome[];
  /** Only a plan was made: nothing was registered, built or published. */
  readonly dryRun: boolean;
  /** The step only emulates: no image was asked for. */
  readonly emulationOnly: boolean;
  readonly failure?: FailureText | undefined;
}

/** An outcome in which nothing has happened yet. */
export const nothingYet: Outcome = {
  platforms: [],
  pushed: [],
  loaded: [],
  exported: [],
  caches: [],
  registered: [],
  kept: [],
  notices: [],
  warnings: [],
  phases: [],
  dryRun: false,
  emulationOnly: false,
};
