/** What a leg pushed, and how it travels to the merge: as the key of a cache entry, or as JSON. */

import { createHash } from "node:crypto";
import type { LegResult } from "../inputs/leg-result.ts";
import { platformSuffix } from "../platform/platform.ts";

type Place = Required<Pick<LegResult, "platform" | "repository" | "plan" | "attempt">>;

/**
 * Begins the key of the entry of one leg's result. The digest is in the key itself, so that nothing
 * is downloaded or unpacked to learn it. `_` stands in none of the parts: `amd64` never begins
 * `amd64-v2`. Keys have at most 512 characters and no comma; a repository is named by its hash.
 */
export function legPrefix({ platform, repository, plan, attempt }: Partial<Place>): string {
  const place = createHash("sha256")
    .update(repository ?? "")
    .digest("hex")
    .slice(0, 16);
  return `anyarch-leg-1_${plan}_${place}_${platformSuffix(platform ?? "")}_a${attempt}_`;
}

/** The whole key. */
export function legKey(leg: LegResult): string {
  return legPrefix(leg) + leg.digest.replace("sha256:", "");
}

/** The digest in a key that begins with `prefix`; undefined where it is no such key. */
export function digestInKey(key: string, prefix: string): string | undefined {
  const hex = key.startsWith(prefix) ? key.slice(prefix.length) : "";
  return /^[0-9a-f]{64}$/.test(hex) ? `sha256:${hex}` : undefined;
}

/** The output `digests`: platform -> digest. */
export function digestsText(legs: readonly LegResult[]): string {
  return JSON.stringify(Object.fromEntries(legs.map(({ platform, digest }) => [platform, digest])));
}

/** The output `leg`: the same, with what tells whose it is. */
export function legText(legs: readonly LegResult[]): string {
  const [first] = legs;
  if (first === undefined) return "";
  const { plan, attempt, repository } = first;
  return JSON.stringify({ plan, attempt, repository, digests: JSON.parse(digestsText(legs)) });
}
