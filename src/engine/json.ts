/** Reads foreign JSON: every value is checked, and a wrong one is named by its path. */

import { isFields } from "../any-json.ts";
import { Failure } from "../failure.ts";

/** The value of `text`, or a Failure that says whose answer was no JSON. `whose`: "the engine's answer to …". */
export function parseJson(text: string, whose: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const seen = text.length > 200 ? `${text.slice(0, 200)}…` : text;
    throw new Failure({ what: `Could not read ${whose}`, seen, expected: "JSON" }, { cause });
  }
}

/** What stands at `path`, or undefined where any part of it is absent. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isFields(inner) ? inner[key] : undefined), value);
}

/** Text at `path`; absent, null and "" are undefined. Anything but text is a Failure. */
export function maybeTextAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path) ?? "";
  if (typeof found !== "string") throw unexpected(found, path, "text");
  return found === "" ? undefined : found;
}

/** Text at `path`, which must be there. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = maybeTextAt(value, ...path);
  if (found === undefined) throw unexpected(valueAt(value, ...path), path, "text");
  return found;
}

/** Number at `path`, which must be there. */
export function numberAt(value: unknown, ...path: readonly string[]): number {
  const found = valueAt(value, ...path);
  if (typeof found !== "number") throw unexpected(found, path, "a number");
  return found;
}

/** List at `path`; absent and null are empty, as Go writes empty lists. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path) ?? [];
  if (!Array.isArray(found)) throw unexpected(found, path, "a list");
  return found;
}

/** List of texts at `path`; absent and null are empty. */
export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).map((item) => {
    if (typeof item !== "string") throw unexpected(item, path, "texts only");
    return item;
  });
}

/** Object whose values are texts at `path`; absent and null are empty. */
export function textMapAt(
  value: unknown,
  ...path: readonly string[]
): Readonly<Record<string, string>> {
  const found = valueAt(value, ...path) ?? {};
  if (!isFields(found)) throw unexpected(found, path, "an object");
  return Object.fromEntries(Object.keys(found).map((key) => [key, textOf(found[key], path, key)]));
}

function textOf(value: unknown, path: readonly string[], key: string): string {
  if (typeof value !== "string") throw unexpected(value, [...path, key], "text");
  return value;
}

function unexpected(value: unknown, path: readonly string[], expected: string): Failure {
  const seen = value === undefined ? "nothing" : JSON.stringify(value).slice(0, 200);
  return new Failure({ what: `Unexpected value at ${path.join(".")}`, seen, expected });
}
