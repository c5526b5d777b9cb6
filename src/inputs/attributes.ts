/** Reads `key=value,key=value`: one output, attestation or cache. */

import type { CsvParser } from "./csv.ts";

/** The fields of one line, or undefined when a quote is left open or there is more than one line. */
export function fieldsOf(text: string, csv: CsvParser): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(",");
  const records = csv(text);
  return "source" in records || records.length !== 1 ? undefined : records[0]?.fields;
}

/** Keys (in small letters) with their values; undefined when a field has no `=`. */
export function attributesOf(
  fields: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const pairs = fields.map((field) => /^\s*([^=]+?)\s*=(.*)$/s.exec(field));
  const found: Record<string, string> = Object.create(null);
  for (const pair of pairs) {
    const [, key, value] = pair ?? [];
    if (key === undefined || value === undefined) return undefined;
    found[key.toLowerCase()] = value.trim();
  }
  return { ...found };
}

/** Go's `strconv.ParseBool`, which buildx uses for attributes. */
export function goBoolean(text: string | undefined): boolean | undefined {
  if (/^(1|t|T|true|TRUE|True)$/.test(text ?? "")) return true;
  if (/^(0|f|F|false|FALSE|False)$/.test(text ?? "")) return false;
  return undefined;
}
