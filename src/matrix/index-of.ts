/** Makes the one index out of the legs' images. */

import { digestOf, MEDIA_TYPES, type Stored } from "../engine/registry/stored.ts";
import { Failure } from "../failure.ts";
import type { LegContent } from "./leg-content.ts";
import type { Entry, LegImage } from "./leg-image.ts";

/** An annotation and the platforms of the leg that has it. */
interface Said {
  readonly value: string;
  readonly platforms: string;
}

/**
 * The annotations of all legs' indexes under those of the input.
 * @throws Failure where two legs have different values, and the input none
 */
export function mergedAnnotations(
  legs: readonly LegContent[],
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const found = new Map<string, Said>();
  for (const { images, annotations } of legs) {
    const platforms = images.map(({ platform }) => platform).join(", ");
    for (const [key, value] of Object.entries(annotations)) {
      if (given[key] !== undefined) continue;
      const other = found.get(key);
      if (other !== undefined && other.value !== value)
        throw conflict(key, other, { value, platforms });
      found.set(key, { value, platforms });
    }
  }
  const kept = [...found].map(([key, { value }]) => [key, value]);
  return { ...Object.fromEntries(kept), ...given };
}

function conflict(key: string, one: Said, other: Said): Failure {
  return new Failure({
    what: `The legs have different values of the index annotation ${key}; no tag was moved`,
    seen: [one, other].map(({ value, platforms }) => `${value} (${platforms})`).join("\n"),
    expected: "one value in all legs, or the value in the input `annotations` of merge",
    fix: `annotations: ${key}=…`,
    anchor: "leg-annotations",
  });
}

/**
 * The images in the order given, then their attestations in the same order.
 *
 * It is Docker's manifest list where all that it lists is Docker's and it has no annotations, which
 * that one cannot have; else OCI's index, which may list both. No manifest is made anew to fit:
 * its digest is what was tested and attested.
 */
export function indexOf(
  images: readonly LegImage[],
  annotations: Readonly<Record<string, string>>,
): Stored {
  const entries: readonly Entry[] = [...images, ...images.flatMap((image) => image.attestations)];
  const noted = Object.keys(annotations).length > 0;
  const dockers = entries.every(({ manifest }) => manifest.mediaType === MEDIA_TYPES.dockerImage);
  const mediaType = dockers && !noted ? MEDIA_TYPES.dockerIndex : MEDIA_TYPES.index;
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      manifests: entries.map(({ descriptor }) => descriptor),
      ...(noted ? { annotations } : {}),
    }),
  );
  return { mediaType, digest: digestOf(bytes), bytes };
}
