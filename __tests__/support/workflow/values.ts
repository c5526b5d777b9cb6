/** Guards for the values that come out of YAML and of expressions. */

export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `value` as a mapping; nothing at all is an empty one. Throws a TypeError that names `where`. */
export function mapping(value: unknown, where: string): Mapping {
  if (value === undefined || value === null) return {};
  if (isMapping(value)) return value;
  throw new TypeError(`${where} is no mapping: ${JSON.stringify(value)}`);
}

/** `value` as a list; one that is none is a list of one, nothing at all an empty one. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** As an expression writes it into text. Throws a TypeError for what has no text. */
export function text(value: unknown, where: string): string {
  if (value === undefined || value === null) return "";
  if (["string", "number", "boolean"].includes(typeof value)) return String(value);
  throw new TypeError(`${where} is no text: ${JSON.stringify(value)}`);
}

export function texts(value: unknown, where: string): Record<string, string> {
  const pairs = Object.entries(mapping(value, where));
  return Object.fromEntries(pairs.map(([name, item]) => [name, text(item, `${where}.${name}`)]));
}
