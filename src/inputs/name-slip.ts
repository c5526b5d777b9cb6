/** Knows the slips that names of images come with, and the name that was meant. */

import type { FailureParts } from "../failure.ts";

interface Slip {
  readonly pattern: RegExp;
  readonly cause: string;
  /** Takes the place of each match; absent: what was meant cannot be told. */
  readonly mended?: string;
}

const slips: readonly Slip[] = [
  {
    pattern: /^- +/,
    cause: "the value is text, not a YAML list: one name a line, without a dash",
    mended: "",
  },
  {
    pattern: /^\[? *["']|["'] *\]?$/g,
    cause: "the value is no JSON array: names are parted by commas or lines",
    mended: "",
  },
  { pattern: /^https?:\/\//i, cause: "a name has no https:// in front", mended: "" },
  {
    pattern: /@sha\d+:[0-9a-f]*$/,
    cause: "a digest comes out of a push and cannot be asked for",
    mended: "",
  },
  {
    pattern: /(?<=\/[^:\s]*:[^:\s]*)\//g,
    cause: "a tag has no `/`, as the name of a branch may have",
    mended: "-",
  },
  { pattern: /(?<=\S)\s+(?=\S)/g, cause: "names are parted by commas or lines", mended: "," },
  {
    pattern: /^[:/]|(?<!:)\/\/|\/:|[:/]$/,
    cause: "a part of it is empty: an expression in it gave nothing",
  },
];

/** Shows what every earlier step gave; by a variable, since outputs may hold quotes. */
const SHOW_OUTPUTS = `- run: echo "$STEPS"   # as a step before this one: shows which output is empty
  env: { STEPS: "\${{ toJSON(steps) }}" }`;

/** Why `name` is wrong, and what to write where all of it is right by `isFine`; undefined: no known slip. */
export function slipIn(
  name: string,
  isFine: (name: string) => boolean,
): Pick<FailureParts, "cause" | "fix"> | undefined {
  const found = slips.filter(({ pattern }) => name.search(pattern) >= 0);
  const empty = found.find(({ mended }) => mended === undefined);
  if (empty !== undefined) return { cause: empty.cause, fix: SHOW_OUTPUTS };
  const [first] = found;
  if (first === undefined) return undefined;
  const meant = found.reduce(
    (text, { pattern, mended = "" }) => text.replace(pattern, mended),
    name,
  );
  const fine = meant !== name && meant.split(",").every(isFine);
  return { cause: first.cause, ...(fine ? { fix: meant } : {}) };
}
