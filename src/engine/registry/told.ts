/** Holds an answer about a manifest against what the registry says of it in the answer's head. */

import type { IncomingHttpHeaders } from "node:http";
import { Failure } from "../../failure.ts";
import { maybeTextAt, parseJson } from "../json.ts";
import { digestOf, type Stored, verified } from "./stored.ts";

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
