/** Reads single inputs by name and kind, and gathers every fault instead of stopping at the first. */

import { Failure, type FailureParts } from "../failure.ts";
import { nearest } from "../nearest.ts";
import { spelledOut } from "../visible.ts";
import type { CsvParser } from "./csv.ts";
import defaults from "./defaults.json" with { type: "json" };
import { type ListOptions, listFrom } from "./list.ts";
import { listFaultParts } from "./list-fault.ts";

/** The names in action.yml, and what the other actions have besides. */
export type InputName =
  | keyof typeof defaults
  | ("image" | "reset" | "cache-image")
  | ("runners" | "plan" | "digests" | "allow-missing");

export const inputNames = Object.keys(defaults);

const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
};

/** What other formats, and older YAML, write for them. */
const otherBooleans: Readonly<Record<string, string>> = {
  ...{ yes: "true", on: "true", y: "true", "1": "true" },
  ...{ no: "false", off: "false", n: "false", "0": "false" },
};

export class InputReader {
  readonly failures: Failure[] = [];
  readonly notices: string[] = [];
  readonly warnings: string[] = [];
  readonly csv: CsvParser;
  readonly #raw: Readonly<Record<string, string>>;
  readonly #defaults: Readonly<Record<string, string>>;

  /** `known` are the defaults of the action whose inputs are read. */
  constructor(
    raw: Readonly<Record<string, string>>,
    csv: CsvParser,
    known: Readonly<Record<string, string>> = defaults,
  ) {
    this.#raw = raw;
    this.csv = csv;
    this.#defaults = known;
  }

  fault(parts: FailureParts): void {
    this.failures.push(new Failure(parts));
  }

  /** As written, white space included. Blank is absent, and absent is the default of action.yml. */
  written(name: InputName): string {
    const given = this.#raw[name] ?? "";
    return given.trim() === "" ? (this.#defaults[name] ?? "") : given;
  }

  /** Without white space around it; undefined when there is nothing and no default. */
  text(name: InputName): string | undefined {
    return this.written(name).trim() || undefined;
  }

  /** YAML's own words only, as `core.getBooleanInput`: a typo must not count as false. */
  boolean(name: InputName): boolean {
    const text = this.text(name) ?? "";
    const value = Object.hasOwn(booleans, text) ? booleans[text] : undefined;
    if (value === undefined) this.#notOneOf(name, text, ["true", "false"]);
    return value ?? false;
  }

  /** One of `values`; after a fault, the first of them. */
  choice<T extends string>(name: InputName, values: readonly [T, ...T[]]): T {
    const text = this.text(name) ?? "";
    const value = values.find((each) => each === text);
    if (value === undefined) this.#notOneOf(name, text, values);
    return value ?? values[0];
  }

  /** Items as docker/build-push-action parts them; one that would lose data is a fault. */
  list(name: InputName, options: ListOptions = {}): readonly string[] {
    const text = options.keepSpace ? this.written(name) : (this.text(name) ?? "");
    const { items, faults, trimmed } = listFrom(text, options, this.csv);
    for (const fault of faults) this.fault(listFaultParts(name, fault, items));
    for (const number of trimmed) {
      this.notices.push(
        `${name}: item ${number} loses the white space at its ends, as in docker/build-push-action.`,
      );
    }
    return items;
  }

  #notOneOf(name: InputName, seen: string, values: readonly string[]): void {
    const word = seen.toLowerCase();
    const other = values.includes("true") ? otherBooleans[word] : undefined;
    const near = other ?? nearest(seen, values);
    this.fault({
      what: `The input \`${name}\` has a value it cannot have.`,
      seen: spelledOut(seen),
      expected: `${values.join(", ")}${near === undefined ? "" : ` (did you mean ${near}?)`}`,
      ...(near === undefined ? {} : { fix: `${name}: ${near}` }),
      anchor: "wrong-value",
    });
  }
}
