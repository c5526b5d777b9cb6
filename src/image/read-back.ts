/** Compares what a registry holds with what was pushed there. */

import { Failure } from "../failure.ts";
import { type Platform, platformName } from "../platform/platform.ts";

export interface Published {
  /** `sha256:…` of the manifest or index. */
  readonly digest: string;
  /** Its images, without attestations. */
  readonly platforms: readonly Platform[];
}

/**
 * A Failure where the registry's answer under `ref` is not what was pushed, else undefined.
 * `seen` is undefined where the registry has nothing under that name.
 */
export function readBackFailure(
  ref: string,
  wanted: Published,
  seen: Published | undefined,
): Failure | undefined {
  const anchor = "registry-mismatch";
  if (seen === undefined) {
    return new Failure({
      what: `${ref} is not in the registry, though its push was reported as done`,
      seen: "404",
      expected: wanted.digest,
      cause: "the docker command, or a proxy before the registry, claims success without a push",
      fix: "docker version   # the command on the PATH must be Docker's own",
      anchor,
    });
  }
  if (seen.digest !== wanted.digest) {
    return new Failure({
      what: `${ref} names another image in the registry than the one that was pushed`,
      seen: seen.digest,
      expected: wanted.digest,
      cause: "another job pushed the same tag at the same time",
      fix: "concurrency:\n  group: $" + "{{ github.workflow }}-push",
      anchor,
    });
  }
  const missing = without(wanted.platforms, seen.platforms);
  const extra = without(seen.platforms, wanted.platforms);
  if (missing.length === 0 && extra.length === 0) return undefined;
  return new Failure({
    what: `${ref} does not have the platforms that were built`,
    seen: namesOf(seen.platforms),
    expected: namesOf(wanted.platforms),
    anchor,
  });
}

function without(some: readonly Platform[], others: readonly Platform[]): readonly Platform[] {
  const names = new Set(others.map(platformName));
  return some.filter((platform) => !names.has(platformName(platform)));
}

const namesOf = (platforms: readonly Platform[]): string =>
  platforms.map(platformName).join(", ") || "none";
