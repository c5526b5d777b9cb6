/** Checks lists of `key=value`, in which a value cut by a line break goes on as an item of its own. */

import { excerpt } from "../visible.ts";
import { cutCause, looksCut } from "./cut.ts";
import { quotedExample } from "./quoted-example.ts";
import type { InputName, InputReader } from "./reader.ts";

export interface PairRule {
  /** What an item without `=` may look like; absent: none may be without. */
  readonly alone?: RegExp;
  /** What a key may look like. */
  readonly key: RegExp;
  /** Shown as what was expected. */
  readonly expected: string;
}

/** A name as `ARG` takes it; alone it is taken from the environment. */
export const argumentRule: PairRule = {
  alone: /^[A-Za-z_][\w.-]*$/,
  key: /^[^\s"'{}[\]]+$/,
  expected: "NAME=value, or the NAME of an environment variable",
};

/** Docker takes a label without `=` as an empty one. */
export const labelRule: PairRule = {
  alone: /^[A-Za-z_][\w./-]*$/,
  key: /^[^"{}[\]\r\n]+$/,
  expected: "key=value",
};

/** Annotations and build contexts. */
export const pairRule: PairRule = { key: /^[^"{}\r\n]+$/, expected: "key=value" };

/** The items of a list input of pairs, with a fault for each that is none. */
export function pairsFrom(reader: InputReader, name: InputName, rule: PairRule): readonly string[] {
  const items = reader.list(name);
  let whole: string | undefined;
  for (const [index, item] of items.entries()) {
    const [key = ""] = item.split("=", 1);
    const fine = item.includes("=") ? rule.key.test(key) : rule.alone?.test(item) === true;
    if (fine && !looksCut(item, whole)) {
      whole = item;
      continue;
    }
    reader.fault({
      what: `Item ${index + 1} of the input \`${name}\` is not a key with a value.`,
      seen: excerpt(item),
      expected: rule.expected,
      ...causeOf(name, item, whole),
      fix: quotedExample(name),
      anchor: "quotes-in-lists",
    });
  }
  return items;
}

function causeOf(name: string, item: string, whole: string | undefined): { cause?: string } {
  if (item.startsWith('"')) return { cause: "a quote inside a quoted item must be doubled" };
  if (whole === undefined) return {};
  return { cause: cutCause(name, excerpt(whole)) };
}
