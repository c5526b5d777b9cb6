/** Reads what the workflow hands over of its legs: their outputs `leg` or `digests`, one a line. */

import { type Fields, isFields, jsonOf } from "../any-json.ts";
import { parsePlatform } from "../platform/parse.ts";
import { platformName } from "../platform/platform.ts";
import { excerpt } from "../visible.ts";
import type { LegResult } from "./leg-result.ts";
import type { InputReader } from "./reader.ts";

/**
 * Undefined where nothing is handed over.
 *
 *     {"plan":"…","attempt":2,"repository":"ghcr.io/me/app","digests":{"linux/arm64":"sha256:…"}}
 *     {"linux/arm64":"sha256:…"}
 */
export function givenLegs(reader: InputReader): readonly LegResult[] | undefined {
  const text = reader.text("digests");
  if (text === undefined) return undefined;
  return partsOf(text).flatMap((part, index) => {
    const legs = legsIn(jsonOf(part));
    if (legs === undefined) wrongItem(reader, index + 1, part);
    return legs ?? [];
  });
}

/** The whole may be one JSON value on several lines, or a list of such. */
function partsOf(text: string): readonly string[] {
  const whole = jsonOf(text);
  if (Array.isArray(whole)) return whole.map((each) => JSON.stringify(each));
  if (whole !== undefined) return [text];
  return text.split(/\r?\n/).filter((line) => line.trim() !== "");
}

/** The results in one object; undefined where it is none. A job without a leg gives an empty text. */
function legsIn(value: unknown): readonly LegResult[] | undefined {
  if (value === "") return [];
  if (!isFields(value)) return undefined;
  const { digests, plan, attempt, repository } = value;
  if (!isFields(digests)) return digests === undefined ? resultsIn(value, {}) : undefined;
  if (typeof plan !== "string" || typeof repository !== "string" || !Number.isInteger(attempt))
    return undefined;
  return resultsIn(digests, { plan, repository, attempt: Number(attempt) });
}

function resultsIn(
  digests: Fields,
  whose: Omit<LegResult, "platform" | "digest">,
): readonly LegResult[] | undefined {
  const results = Object.entries(digests).map(([name, digest]) => ({
    platform: canonical(name),
    digest: String(digest),
    ...whose,
  }));
  const fine = results.every(({ digest }) => /^sha256:[0-9a-f]{64}$/.test(digest));
  return fine ? results : undefined;
}

function canonical(name: string): string {
  const platform = parsePlatform(name);
  return platform === undefined ? name : platformName(platform);
}

function wrongItem(reader: InputReader, number: number, part: string): void {
  reader.fault({
    what: `Item ${number} of the input \`digests\` is not what a leg gives out.`,
    seen: excerpt(part),
    expected: 'the output `leg` or `digests` of a leg, such as {"linux/arm64":"sha256:…"}',
    fix: `digests: $\{{ needs.image.outputs.leg }}`,
    anchor: "legs",
  });
}
