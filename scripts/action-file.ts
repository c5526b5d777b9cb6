/** Reads an action.yml: its inputs and outputs with descriptions and defaults. */

import { readFile } from "node:fs/promises";
import { parse } from "yaml";

export interface Described {
  readonly name: string;
  readonly description: string;
  /** As written; absent where there is none. */
  readonly default?: string;
}

export interface ActionFile {
  readonly inputs: readonly Described[];
  readonly outputs: readonly Described[];
}

/** Throws a TypeError that names the part that is not as action.yml must be. */
export async function readAction(path: string | URL): Promise<ActionFile> {
  const file: unknown = parse(await readFile(path, "utf8"));
  return { inputs: described(file, "inputs"), outputs: described(file, "outputs") };
}

function described(file: unknown, part: "inputs" | "outputs"): readonly Described[] {
  return Object.entries(objectAt(objectAt(file, "action.yml")[part], part)).map(([name, value]) => {
    const where = `${part}.${name}`;
    const { description, default: given } = objectAt(value, where);
    if (typeof description !== "string") throw new TypeError(`${where}.description is no text`);
    if (given === undefined) return { name, description };
    if (typeof given !== "string") throw new TypeError(`${where}.default is no text; quote it`);
    return { name, description, default: given };
  });
}

function objectAt(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new TypeError(`${where} is no map`);
  return Object.fromEntries(Object.entries(value));
}
