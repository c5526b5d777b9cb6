/** The step's outputs, as strings, out of the outcome. */

import { platformName } from "../platform/platform.ts";
import type { Outcome } from "./outcome.ts";
import type { PlatformOutcome } from "./platform-outcome.ts";

/** Names as in action.yml. */
export interface Outputs {
  /** Digest of the result, empty where there is none (built only into the cache). */
  readonly digest: string;
  readonly imageid: string;
  /** The build's metadata, JSON, bounded. */
  readonly metadata: string;
  /** Platforms that were proven or run natively, comma separated, canonical. */
  readonly platforms: string;
  /** JSON array of `{platform, source, version, cpu, sha256, cacheHit}`; no `cpu`: its default. */
  readonly emulators: string;
  /** JSON, platform -> digest, of a leg; empty where the step is none, or nothing was pushed. */
  readonly digests: string;
  /** JSON: what a leg pushed, with its plan, attempt and repository. */
  readonly leg: string;
}

export function outputsOf(outcome: Outcome): Outputs {
  return {
    digest: outcome.digest ?? "",
    imageid: outcome.imageId ?? "",
    metadata: outcome.metadata ?? "",
    platforms: outcome.platforms
      .filter(({ native, proofs }) => native || proofs.length > 0)
      .map(({ platform }) => platformName(platform))
      .join(","),
    emulators: JSON.stringify(outcome.platforms.flatMap(emulatorOf)),
    digests: outcome.legOutputs?.digests ?? "",
    leg: outcome.legOutputs?.leg ?? "",
  };
}

function emulatorOf({ platform, emulator }: PlatformOutcome): object[] {
  if (emulator === undefined) return [];
  const { source, version, cpu, sha256, cacheHit } = emulator;
  return [{ platform: platformName(platform), source, version, cpu, sha256, cacheHit }];
}
