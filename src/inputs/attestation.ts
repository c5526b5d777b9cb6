/** Reads `provenance` and `sbom`: a word of yes or no, or attributes. */

import { nearest } from "../nearest.ts";
import { attributesOf, fieldsOf, goBoolean } from "./attributes.ts";
import type { InputReader } from "./reader.ts";
import { visible } from "./visible.ts";

/**
 * Attributes of the provenance with a builder id as docker/build-push-action adds it (`runUrl`),
 * `true` where there is neither, `false`, or undefined when absent.
 */
export function provenanceFrom(
  reader: InputReader,
  runUrl: string | undefined,
): string | undefined {
  const text = attestation(reader, "provenance", "mode=max");
  if (text === undefined || text === "false" || runUrl === undefined) return text;
  if (text === "true") return `builder-id=${runUrl}`;
  return /(^|,)\s*"?builder-id\s*=/.test(text) ? text : `${text},builder-id=${runUrl}`;
}

/** `true`, `false`, attributes, or undefined when absent. */
export function sbomFrom(reader: InputReader): string | undefined {
  return attestation(reader, "sbom", "generator=image");
}

function attestation(
  reader: InputReader,
  name: "provenance" | "sbom",
  example: string,
): string | undefined {
  const text = reader.text(name);
  if (text === undefined) return undefined;
  const value = goBoolean(text);
  if (value !== undefined) return String(value);
  const fields = fieldsOf(text, reader.csv)?.filter(
    (field) => goBoolean(field.trim()) === undefined,
  );
  const attributes = fields === undefined ? undefined : attributesOf(fields);
  const mode = attributes?.mode;
  if (attributes !== undefined && (mode === undefined || mode === "min" || mode === "max")) {
    return text;
  }
  const near = nearest(text, ["true", "false", "mode=min", "mode=max"]);
  reader.fault({
    what: `The input \`${name}\` has a value it cannot have.`,
    seen: visible(text),
    expected: `true, false, or attributes such as ${example}${near === undefined ? "" : ` (did you mean ${near}?)`}`,
    anchor: "wrong-value",
  });
  return undefined;
}
