/** Reads what buildx writes about a build, and cuts it down for the `metadata` output. */

import { type Fields, isFields, jsonOf } from "../../any-json.ts";
import { Failure } from "../../failure.ts";
import { textOf } from "./progress-fields.ts";

export interface BuildMetadata {
  /** What was exported: `sha256:…` of a manifest or an index. */
  readonly digest: string | undefined;
  /** Digest of the image's configuration; absent for an index. */
  readonly configDigest: string | undefined;
  /** The whole of it as JSON text, `{}` when buildx wrote none. */
  readonly raw: string;
}

/** Largest `metadata` output in bytes: it ends in environments and command lines (limit 128 kB). */
const LARGEST = 64 * 1024;

/** What is kept whatever the size, in this order of worth. */
const ESSENTIAL = [
  "containerimage.digest",
  "containerimage.config.digest",
  "buildx.build.ref",
  "image.name",
] as const;

/**
 * The text of a metadata file as values; `""` and `null` (nothing was exported) have none.
 * @param path names the file in the error.
 * @throws Failure when it is not a JSON object.
 */
export function parseMetadata(text: string, path: string): BuildMetadata {
  const raw = text.trim() === "" || text.trim() === "null" ? "{}" : text;
  const fields = jsonOf(raw);
  if (!isFields(fields)) {
    const what = `What buildx wrote about the build cannot be read: ${path} is no JSON object.`;
    throw new Failure({ what, seen: text.slice(0, 200), expected: '{"containerimage.digest": …}' });
  }
  return {
    digest: digestIn(fields, "containerimage.digest"),
    configDigest: digestIn(fields, "containerimage.config.digest"),
    raw,
  };
}

function digestIn(fields: Fields, key: string): string | undefined {
  const value = textOf(fields[key]);
  if (value === "") return undefined;
  if (/^sha256:[0-9a-f]{64}$/.test(value)) return value;
  throw new Failure({
    what: `What buildx wrote about the build cannot be read: ${key} is no digest.`,
    seen: value.slice(0, 200),
    expected: "sha256: and 64 hex digits",
  });
}

/**
 * `raw` (JSON text) as at most 64 KB of valid JSON.
 *
 * Provenance is never in it: it carries the whole event payload, which others write
 * (docker/buildx#4066). Then the largest entries go, warnings among them, until it fits; what the
 * outputs are made of stays, the names shortened to whole ones if need be.
 */
export function boundedMetadata(raw: string): string {
  const fields = jsonOf(raw);
  if (!isFields(fields)) return "{}";
  let entries = Object.entries(fields).filter(([key]) => !/provenance|event/i.test(key));
  const extras = entries.filter(([key]) => !isEssential(key)).sort((a, b) => sizeOf(b) - sizeOf(a));
  for (const extra of extras) {
    if (fits(entries)) break;
    entries = entries.filter((entry) => entry !== extra);
  }
  return jsonText(fits(entries) ? entries : entries.map(shortened));
}

/** What the metadata says of a result that got its names and digest after the build. */
export interface Named {
  readonly names: readonly string[];
  readonly digest: string | undefined;
}

/** `raw` with the names and the digest of what was published, as one push by buildx would tell it. */
export function publishedMetadata(raw: string, { names, digest }: Named): string {
  const fields = jsonOf(raw);
  if (!isFields(fields)) return raw;
  return JSON.stringify({
    ...fields,
    ...(names.length === 0 ? {} : { "image.name": names.join(",") }),
    ...(digest === undefined ? {} : { "containerimage.digest": digest }),
  });
}

type Entry = readonly [string, unknown];

const isEssential = (key: string): boolean => ESSENTIAL.some((name) => name === key);
const sizeOf = (entry: Entry): number => Buffer.byteLength(JSON.stringify(entry));
const jsonText = (entries: readonly Entry[]): string => JSON.stringify(Object.fromEntries(entries));
const fits = (entries: readonly Entry[]): boolean =>
  Buffer.byteLength(jsonText(entries)) <= LARGEST;

/** An essential entry at no more than a quarter of the limit; names are cut at a comma. */
function shortened([key, value]: Entry): Entry {
  const most = LARGEST / 4 - 200;
  if (sizeOf([key, value]) <= most) return [key, value];
  const text = String(value).slice(0, most / 4);
  return [key, text.slice(0, Math.max(0, text.lastIndexOf(",")))];
}
