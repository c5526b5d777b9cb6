/** Tells of inputs that the action does not have: the runner only warns, and drops nothing. */

import { nearest } from "../nearest.ts";
import { spelledOut } from "../visible.ts";

/** One sentence for each name in `raw` that is not in `known`. */
export function unknownNames(
  raw: Readonly<Record<string, string>>,
  known: readonly string[],
): readonly string[] {
  const unknown = Object.keys(raw).filter((name) => !known.includes(name));
  return unknown.map((name) => {
    const near = nearest(name, known);
    const guess = near === undefined ? "" : `; did you mean \`${near}\`?`;
    return `\`${spelledOut(name)}\` is not an input of this action and is ignored${guess}`;
  });
}
