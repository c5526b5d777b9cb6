/** Reads `outputs` as buildx does: a type with attributes, a bare path, or `-`. */

import { nearest } from "../nearest.ts";
import { spelledOut } from "../visible.ts";
import { attributesOf, fieldsOf, goBoolean } from "./attributes.ts";
import type { OutputInput } from "./inputs.ts";
import type { InputReader } from "./reader.ts";

const types = ["image", "registry", "docker", "oci", "local", "tar", "cacheonly"] as const;

/** Types that are nothing without a place to write to. */
const needDest: readonly string[] = ["oci", "local", "tar"];

/** The entries of `outputs`; what buildx would refuse is a fault. */
export function outputsFrom(reader: InputReader): readonly OutputInput[] {
  const items = reader.list("outputs", { literalQuotes: true });
  return items.flatMap((text, index) => {
    const output = parseOutput(text, reader);
    if (typeof output !== "string") return [output];
    reader.fault({
      what: `Item ${index + 1} of the input \`outputs\` cannot be written.`,
      seen: spelledOut(text),
      expected: output,
      anchor: "outputs",
    });
    return [];
  });
}

/** Whether an output of `type` goes to a registry by its own attributes. */
export function pushes({ type, attributes }: OutputInput): boolean {
  return type === "registry" || (type === "image" && goBoolean(attributes.push) === true);
}

/** Whether `push: true` is meant for it, as buildx takes `--push` with such an output. */
export function isImage({ type }: OutputInput): boolean {
  return type === "image" || type === "registry";
}

/** Whether it goes to a registry, by its own attributes or by the input `push`. */
export function isPushed(output: OutputInput, push: boolean): boolean {
  return pushes(output) || (push && isImage(output));
}

/** The output, or what was expected instead of it. */
function parseOutput(text: string, { csv }: InputReader): OutputInput | string {
  const fields = fieldsOf(text, csv);
  if (fields === undefined) return "quotes that close, on one line";
  if (fields.length === 1 && fields[0] === text && !text.startsWith("type=")) {
    return { text, type: text === "-" ? "tar" : "local", attributes: { dest: text } };
  }
  const all = attributesOf(fields);
  if (all === undefined) return "key=value, parted by commas, such as type=oci,dest=image.tar";
  const { type: written, ...attributes } = all;
  const type = types.find((each) => each === written);
  if (type === undefined) return typeExpected(written);
  if (needDest.includes(type) && !attributes.dest) return `a path to write to: ${text},dest=PATH`;
  return { text, type, attributes };
}

function typeExpected(written: string | undefined): string {
  const near = written === undefined ? undefined : nearest(written, types);
  const guess = near === undefined ? "" : ` (did you mean ${near}?)`;
  return `a type of ${types.join(", ")}${guess}`;
}
