/** What docker/build-push-action's latest release gave buildx, run by run, and where we differ on purpose. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One recorded run; without its default context and provenance, unless they differ. */
export interface Row {
  readonly name: string;
  readonly with: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly event?: object;
  readonly args?: readonly (readonly string[])[];
  readonly error?: string;
}

const text = readFileSync(join(import.meta.dirname, "peer-arguments.jsonl"), "utf8");
export const rows: Row[] = text
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
const RUN = "https://github.com/o/r/actions/runs/7/attempts/2";
const DEFAULTS = [["--attest", `type=provenance,mode=max,builder-id=${RUN}`]];
const CONTEXT = "https://github.com/o/r.git#c0ffee";

/** What that parser loses or splits, which we refuse, and why; by the end of the row's name. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  "JSON of texts": /quotes next to its commas would be dropped/,
  "two quoted on a line": /quotes next to its commas would be dropped/,
  "quoted then plain": /quotes next to its commas would be dropped/,
  "open quote": /a quote opens and is never closed/,
  'type=sbom,"generator=a,b"': /quotes next to its commas would be dropped/,
  'type=local,"dest=a,b"': /quotes next to its commas would be dropped/,
  "build-args: value of several lines":
    /Item 2 of the input `build-args` is not a key with a value/,
  "secrets: value of several lines": /Item 2 of the input `secrets` is not a secret with its id/,
  // Ids that begin with another sign: mostly the end of a value that was cut.
  "secrets: hash": /not a secret with its id/,
  "secrets: indented quote": /not a secret with its id/,
};

const trimmedId = ([flag = "", id, ...rest]: readonly string[]): string[][] => [
  [flag, ...(id === undefined ? [] : [flag === "--secret" ? id.trim() : id]), ...rest],
];

/** Where we give something else on purpose, and why. */
const OURS: Readonly<Record<string, (args: readonly string[]) => readonly string[][]>> = {
  // A blank line is no item.
  "blank lines": (args) => (args[1] === "" ? [] : [[...args]]),
  // No white space around an id.
  "secrets: white space": trimmedId,
  "secrets: quoted white space": trimmedId,
  // The same commit in the form that every buildx takes, to which a folder can be added.
  "context by query": (args) => [args.map((part) => part.replace("?ref=", "#"))],
  "context by query, with a folder": (args) => [
    args.map((part) => part.replace("?ref&#x3D;", "#")),
  ],
};

/** Why that row is refused here; undefined: it is not. */
export const refusalOf = ({ name }: Row): RegExp | undefined => forName(name, REFUSED);

function forName<T>(name: string, table: Readonly<Record<string, T>>): T | undefined {
  return Object.entries(table).find(([end]) => name === end || name.endsWith(`: ${end}`))?.[1];
}

/** What ours must be. */
export function expectedOf({ name, args = [] }: Row): readonly (readonly string[])[] {
  const [first] = args;
  const none = first?.[0] === "no default attestation";
  const whole = none ? args.slice(1) : [...DEFAULTS, ...args];
  const last = whole.at(-1) ?? [];
  const hasContext = last.length === 1 && !last[0]?.startsWith("--");
  const change = forName(name, OURS) ?? ((each) => [[...each]]);
  return sorted((hasContext ? whole : [...whole, [CONTEXT]]).flatMap(change));
}

/** By flag; items of one flag stay in their order, which decides for some. */
export function sorted(args: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const plain = args.map(([flag = "", ...values]) => [
    flag,
    ...values.map((value) => (flag === "--attest" ? value.replace(",disabled=false", "") : value)),
  ]);
  return plain.sort(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0));
}
