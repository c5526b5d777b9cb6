/** Holds an answer about a manifest against what the registry says of it in the answer's head. */

import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { Failure } from "../../failure.ts";
import { maybeTextAt, parseJson } from "../json.ts";
import { type BlobSource, digestOf, type Stored, verified } from "./stored.ts";

interface Answered {
  /** The tag or digest that was asked for. */
  readonly reference: string;
  readonly bytes: Buffer;
  readonly headers: IncomingHttpHeaders;
}

/**
 * What a registry answers under `reference`. Its type is what the bytes themselves say, which the
 * digest covers; a proxy may write another one into the head.
 * @throws Failure where the bytes are not those of the digest asked for, or of the one told
 */
export function storedFrom({ reference, bytes, headers }: Answered, where: string): Stored {
  const digest = reference.includes(":") ? reference : digestOf(bytes);
  verified(bytes, digest, where);
  const told = toldDigest(headers);
  if (told !== "" && told !== digest) throw otherTold(`${where} ${reference}`, digest, told);
  const own = maybeTextAt(parseJson(bytes.toString("utf8"), `the manifest ${digest}`), "mediaType");
  const named = (headers["content-type"] ?? "").split(";")[0]?.trim() ?? "";
  return { digest, mediaType: own ?? named, bytes };
}

/** The digest in an answer's head; "" where it names none, or one of another kind. */
export function toldDigest(headers: IncomingHttpHeaders): string {
  const told = String(headers["docker-content-digest"] ?? "");
  return told.startsWith("sha256:") ? told : "";
}

/** What a manifest says of a blob. */
export type BlobSize = Pick<BlobSource, "digest" | "size">;

/**
 * Whether the answer to HEAD says that a blob is there. A size of 0, or none, tells nothing.
 * @throws Failure where it has another size than the manifest says: nobody could pull it
 */
export function isThere(
  { statusCode, headers }: IncomingMessage,
  { digest, size }: BlobSize,
  where: string,
): boolean {
  if (statusCode !== 200) return false;
  const seen = Number(headers["content-length"] ?? 0);
  if (seen === 0 || seen === size) return true;
  throw new Failure({
    what: `${where} has a part of the image in another size than its manifest says`,
    seen: `${digest}: ${seen} bytes`,
    expected: `${size} bytes`,
    cause:
      "the registry kept a part of an upload that broke off, or the manifest was put together by hand",
    anchor: "registry-mismatch",
  });
}

/** Docker takes the digest in the head for the image's: it would pull something else. */
function otherTold(what: string, digest: string, told: string): Failure {
  return new Failure({
    what: `${what}: the registry names another digest in the head of its answer than the answer has`,
    seen: `docker-content-digest: ${told}`,
    expected: digest,
    cause: "a proxy or a cache before the registry mixes old and new answers",
    anchor: "registry-mismatch",
  });
}
