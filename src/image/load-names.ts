/** Which names the loaded images get in the engine's store. */

import { type Platform, platformName, platformSuffix, samePlatform } from "../platform/platform.ts";
import type { Candidate } from "./candidate.ts";

export interface LoadName {
  /** The candidate's own name. */
  readonly source: string;
  readonly name: string;
}

/**
 * Every tag for every candidate. Where each platform is an image of its own (the classic store),
 * the node's platform, or else the first, gets the tags themselves; the others get the platform as
 * a suffix: `app:1-arm64`, `app:1-arm-v7`.
 */
export function loadNames(
  tags: readonly string[],
  candidates: readonly Candidate[],
  node: Platform,
): readonly LoadName[] {
  const sources = candidates.filter(
    ({ ref }, index) => candidates.findIndex((other) => other.ref === ref) === index,
  );
  const main = sources.find(({ platform }) => samePlatform(platform, node)) ?? sources[0];
  return tags.flatMap((tag) =>
    sources.map((source) => ({
      source: source.ref,
      name: source === main ? tag : suffixed(tag, source.platform),
    })),
  );
}

function suffixed(tag: string, platform: Platform): string {
  const suffix = platformSuffix(platformName(platform));
  const named = /:[^/]+$/.test(tag) ? tag : `${tag}:latest`;
  return `${named}-${suffix}`;
}
