/** What a registry keeps: manifests and blobs, each known by the digest of its bytes. */

import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { Failure } from "../../failure.ts";
import { parseJson } from "../json.ts";

/** A manifest or an index. */
export interface Stored {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

export interface BlobSource {
  readonly digest: string;
  readonly size: number;
  /** Its bytes from the start, at every call. */
  readonly open: () => Promise<Readable>;
  /** Repository of the same registry that has it. */
  readonly from?: string | undefined;
}

/** The types of manifests that images are made of. */
export const MEDIA_TYPES = {
  index: "application/vnd.oci.image.index.v1+json",
  image: "application/vnd.oci.image.manifest.v1+json",
  dockerIndex: "application/vnd.docker.distribution.manifest.list.v2+json",
  dockerImage: "application/vnd.docker.distribution.manifest.v2+json",
} as const;

/** `sha256:…` of bytes. */
export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** `bytes`, which `where` answered under `digest`; a Failure where they are others. */
export function verified(bytes: Buffer, digest: string, where: string): Buffer {
  const seen = digestOf(bytes);
  if (seen === digest) return bytes;
  throw new Failure({
    what: `${where} answers something else than what was asked by its digest`,
    seen: `${seen}, ${bytes.length} bytes`,
    expected: digest,
    cause: "the answer was cut or changed on its way, or the registry is broken",
    anchor: "registry-mismatch",
  });
}

/** The JSON of a manifest or an index. */
export function jsonOf({ bytes, digest }: Stored): unknown {
  return parseJson(bytes.toString("utf8"), `the manifest ${digest}`);
}
