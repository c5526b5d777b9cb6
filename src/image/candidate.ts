/** The candidate: the built image in the engine's store under a name of this job's own, untagged. */

import { type Platform, platformName, platformSuffix } from "../platform/platform.ts";

/** One build that loads a candidate. */
export interface CandidateBuild {
  readonly platforms: readonly Platform[];
  /** Its name in the engine's store. */
  readonly ref: string;
}

export interface CandidatePlan {
  /** Build all platforms side by side into the builder's cache first: loading goes one by one. */
  readonly warmUp: boolean;
  readonly builds: readonly CandidateBuild[];
}

/** Where a candidate of one platform is found. */
export interface Candidate {
  readonly platform: Platform;
  readonly ref: string;
  /** Config digest as the build told it; undefined where only the digest of an index is known. */
  readonly configDigest: string | undefined;
}

export interface StoreFacts {
  /** buildx driver of the builder. */
  readonly driver: string;
  readonly store: "containerd" | "classic";
}

/**
 * How `platforms` get into the engine's store to be checked and tested.
 *
 * The classic store holds one platform under a name, and a builder outside of the engine hands one
 * image at a time over; only the engine's own builder on the containerd store loads them together.
 */
export function candidatePlan(
  jobId: string,
  platforms: readonly Platform[],
  { driver, store }: StoreFacts,
): CandidatePlan {
  const own = driver === "docker";
  if (own && store === "containerd") {
    return { warmUp: false, builds: [{ platforms, ref: candidateRef(jobId, "all") }] };
  }
  const builds = platforms.map((platform) => {
    const suffix = platformSuffix(platformName(platform));
    return { platforms: [platform], ref: candidateRef(jobId, suffix) };
  });
  return { warmUp: !own && platforms.length > 1, builds };
}

function candidateRef(jobId: string, suffix: string): string {
  return `anyarch.local/${jobId}/candidate:${suffix}`;
}
