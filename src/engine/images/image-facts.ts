/** What the engine tells about an image, as values. */

import { parsePlatform } from "../../platform/parse.ts";
import type { Platform } from "../../platform/platform.ts";
import { maybeTextAt, numberAt, textAt, textsAt } from "../json.ts";

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** Bytes of the manifest or index itself. */
  readonly size: number;
}

export interface ImageFacts {
  /** Classic store: digest of the config. Containerd store: of the manifest (asked for one platform) or index. */
  readonly id: string;
  readonly platform: Platform;
  /** Bytes on the node. */
  readonly size: number;
  /** `repository@sha256:…` of every registry it was pulled from or pushed to. */
  readonly repoDigests: readonly string[];
  /** `repository:tag`, every name it has. */
  readonly repoTags: readonly string[];
}

/** The facts out of the answer to `/images/{name}/json`. */
export function imageFrom(answer: unknown): ImageFacts {
  return {
    id: textAt(answer, "Id"),
    platform: platformFrom({
      os: textAt(answer, "Os"),
      architecture: textAt(answer, "Architecture"),
      variant: maybeTextAt(answer, "Variant"),
    }),
    size: numberAt(answer, "Size"),
    repoDigests: textsAt(answer, "RepoDigests"),
    repoTags: textsAt(answer, "RepoTags"),
  };
}

export function descriptorFrom(value: unknown): Descriptor {
  return {
    mediaType: textAt(value, "mediaType"),
    digest: textAt(value, "digest"),
    size: numberAt(value, "size"),
  };
}

/** Canonical, by containerd/platforms: `arm64` of variant `v8` is `arm64`, `arm` without one is `v7`. */
export function platformFrom(seen: {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | undefined;
}): Platform {
  const { os, architecture, variant } = seen;
  const named = [os, architecture, ...(variant === undefined ? [] : [variant])].join("/");
  const known = os === "linux" ? parsePlatform(named) : undefined;
  return known ?? { os, architecture, ...(variant === undefined ? {} : { variant }) };
}
