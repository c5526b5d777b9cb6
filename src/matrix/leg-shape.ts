/** Refuses what no leg of a build pushes: manifests of two kinds, indexes of indexes, attestations of others. */

import { listAt, valueAt } from "../engine/json.ts";
import { jsonOf, MEDIA_TYPES, type Stored } from "../engine/registry/stored.ts";
import { Failure } from "../failure.ts";
import type { LegImage } from "./leg-image.ts";

const INDEXES: readonly string[] = [MEDIA_TYPES.index, MEDIA_TYPES.dockerIndex];
const IMAGES: readonly string[] = [MEDIA_TYPES.image, MEDIA_TYPES.dockerImage];

/**
 * The entries of an index; undefined for the manifest of one image.
 * @throws Failure where it is neither, or could be taken for both
 */
export function entriesIn(manifest: Stored): readonly unknown[] | undefined {
  const value = jsonOf(manifest);
  const { mediaType, digest } = manifest;
  const isIndex = valueAt(value, "manifests") !== undefined;
  const isImage = ["config", "layers"].some((name) => valueAt(value, name) !== undefined);
  if (isIndex && !isImage && INDEXES.includes(mediaType)) return listAt(value, "manifests");
  if (isImage && !isIndex && IMAGES.includes(mediaType)) return undefined;
  const holds = [isIndex ? "manifests" : "", isImage ? "an image" : ""].filter(Boolean);
  const seen = `${digest} is of type ${mediaType || "none"}, with ${holds.join(" and ") || "neither manifests nor an image"}`;
  throw strange("What a leg pushed is neither an image nor an index of images", seen);
}

/** The manifest of one image or attestation that an index lists. */
export function refuseInnerIndex(manifest: Stored): void {
  if (entriesIn(manifest) === undefined) return;
  throw strange("A leg's index lists another index", manifest.digest);
}

/** An attestation is about one of the images beside it. */
export function refuseOrphan(
  attestation: string,
  subject: string | undefined,
  images: readonly LegImage[],
): void {
  const digests = images.map(({ descriptor }) => descriptor.digest);
  if (subject !== undefined && digests.includes(subject)) return;
  throw otherSubject(attestation, subject ?? "nothing", digests.join(" or "));
}

/** The Failure for an attestation of something else than the images beside it. */
export function otherSubject(attestation: string, subject: string, expected: string): Failure {
  const { parts } = strange(
    "A leg has an attestation of an image that it does not have",
    `${attestation} is about ${subject}`,
  );
  return new Failure({ ...parts, expected });
}

function strange(what: string, seen: string): Failure {
  return new Failure({
    what: `${what}; no tag was moved`,
    seen,
    expected: "images, and attestations of them, as BuildKit pushes them",
    cause: "the leg was not pushed by Anyarch, or was put together by hand",
    anchor: "legs",
  });
}
