/** Looks into the provenance of a leg's image: an index may claim anything of it, its own words do not. */

import { descriptorFrom } from "../engine/images/image-facts.ts";
import { listAt, maybeTextAt, parseJson } from "../engine/json.ts";
import type { Registry } from "../engine/registry/registry.ts";
import { jsonOf } from "../engine/registry/stored.ts";
import type { Entry } from "./leg-image.ts";
import { otherSubject } from "./leg-shape.ts";

/** Annotation of a layer of an attestation, and how the types of provenance begin. */
const TYPE = "in-toto.io/predicate-type";
const PROVENANCE = "https://slsa.dev/provenance/";
/** Larger ones are not read: with `mode=max` the whole build is in them. */
const LARGEST = 4 << 20;

interface Attestation {
  readonly entry: Entry;
  /** Digest of the image that its index says it is about. */
  readonly subject: string | undefined;
}

/**
 * True where each statement of provenance is about `subject`; undefined where one is gone from the
 * registry. Other statements may be about files in the image: a scanner decides.
 * @throws Failure where one is about another image
 */
export async function provenanceFits(
  registry: Registry,
  path: string,
  { entry, subject = "" }: Attestation,
): Promise<true | undefined> {
  const layers = listAt(jsonOf(entry.manifest), "layers").filter((layer) =>
    maybeTextAt(layer, "annotations", TYPE)?.startsWith(PROVENANCE),
  );
  for (const { digest, size } of layers.map(descriptorFrom)) {
    if (size > LARGEST) continue;
    const bytes = await registry.readBlob(path, digest);
    if (bytes === undefined) return undefined;
    const named = subjectsIn(parseJson(bytes.toString("utf8"), `the provenance ${digest}`));
    if (named.length > 0 && !named.includes(subject))
      throw otherSubject(digest, named.join(", "), subject);
  }
  return true;
}

/** Digests of what an in-toto statement is about: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
function subjectsIn(statement: unknown): readonly string[] {
  return listAt(statement, "subject").flatMap((one) => {
    const hex = maybeTextAt(one, "digest", "sha256");
    return hex === undefined ? [] : [`sha256:${hex}`];
  });
}
