/** Reads `provenance` and `sbom`: a word of yes or no, or attributes. */

import { nearest } from "../nearest.ts";
import { spelledOut } from "../visible.ts";
import { attributesOf, fieldsOf, goBoolean } from "./attributes.ts";
import type { InputReader } from "./reader.ts";

const examples = { provenance: "mode=max", sbom: "generator=image" } as const;

/** `true`, `false`, attributes, or undefined when absent. */
export function attestationFrom(
  reader: InputReader,
  name: "provenance" | "sbom",
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
    seen: spelledOut(text),
    expected: `true, false, or attributes such as ${examples[name]}${near === undefined ? "" : ` (did you mean ${near}?)`}`,
    anchor: "wrong-value",
  });
  return undefined;
}
