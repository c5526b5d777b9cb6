/** Reads OCI and Docker manifests: what an index holds, which config an image has. */

import { platformFrom } from "../engine/images/image-facts.ts";
import { listAt, maybeTextAt, textAt, valueAt } from "../engine/json.ts";
import { type Platform, platformName } from "../platform/platform.ts";

export type Manifest =
  | {
      readonly kind: "index";
      /** Its images, without attestations. */
      readonly images: readonly { readonly platform: Platform; readonly digest: string }[];
    }
  | { readonly kind: "image"; readonly configDigest: string };

/** A manifest or index out of its JSON (image-spec v1.1, Docker's schema 2). */
export function manifestFrom(value: unknown): Manifest {
  if (valueAt(value, "manifests") === undefined) {
    return { kind: "image", configDigest: textAt(value, "config", "digest") };
  }
  const entries = listAt(value, "manifests").map((entry) => {
    const platform = platformFrom({
      os: maybeTextAt(entry, "platform", "os") ?? "unknown",
      architecture: maybeTextAt(entry, "platform", "architecture") ?? "unknown",
      variant: maybeTextAt(entry, "platform", "variant"),
    });
    return { platform, digest: textAt(entry, "digest") };
  });
  // Attestations are listed as images of the platform unknown/unknown.
  const isImage = ({ platform }: { platform: Platform }): boolean =>
    platformName(platform) !== "unknown/unknown";
  return { kind: "index", images: entries.filter(isImage) };
}
