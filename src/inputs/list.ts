/** Splits an input into its items exactly as docker/build-push-action does, and sees what that loses. */

import { type CsvParser, type CsvRecord, plainRecords } from "./csv.ts";

export interface ListOptions {
  /** Whether commas part items too; else only lines do. */
  readonly commas?: boolean;
  /** Whether quotes are taken as they stand (docker's `quote: false`). */
  readonly literalQuotes?: boolean;
  /** Whether white space around items is kept (docker's `trimWhitespace: false`). */
  readonly keepSpace?: boolean;
  /** Whether an item is itself a list of attributes, in which quotes may go where nothing needs them. */
  readonly attributes?: boolean;
}

export interface ListFault {
  /** Counts from 1. */
  readonly number: number;
  /** The item as written. */
  readonly source: string;
  readonly kind: "open quote" | "lost quotes" | "joined lines";
}

export interface List {
  readonly items: readonly string[];
  readonly faults: readonly ListFault[];
  /** Numbers of quoted items that lost white space at an end. */
  readonly trimmed: readonly number[];
}

/** Items of `text`; blank ones are left out. `csv` is called only where the text holds a quote. */
export function listFrom(text: string, options: ListOptions, csv: CsvParser): List {
  const plain = options.literalQuotes || !text.includes('"');
  const records = plain ? plainRecords(text) : csv(text);
  if ("source" in records) {
    return { items: [], faults: [{ ...records, kind: "open quote" }], trimmed: [] };
  }
  const items: string[] = [];
  const faults: ListFault[] = [];
  const trimmed: number[] = [];
  for (const record of records) {
    const kept = itemsOf(record, options).filter((item) => item.trim() !== "");
    const [first = ""] = kept;
    const number = items.length + 1;
    if (kept.length > 0) {
      const kind = options.commas ? undefined : lossOf(record, options);
      if (kind !== undefined) faults.push({ number, source: record.source.trim(), kind });
      if (!options.keepSpace && isQuoted(record) && first !== first.trim()) trimmed.push(number);
    }
    items.push(...(options.keepSpace ? kept : kept.map((item) => item.trim())));
  }
  return { items, faults, trimmed };
}

function itemsOf({ fields }: CsvRecord, { commas }: ListOptions): readonly string[] {
  if (!commas) return [fields.join(",")];
  return fields.length === 1 ? (fields[0] ?? "").split(",") : fields;
}

/** Whether the whole record is one quoted field: the one way to keep lines and quotes together. */
function isQuoted({ source, fields }: CsvRecord): boolean {
  return fields.length === 1 && source === `"${fields[0]?.replaceAll('"', '""')}"`;
}

function lossOf(record: CsvRecord, options: ListOptions): ListFault["kind"] | undefined {
  if (!options.literalQuotes && isQuoted(record)) return undefined;
  const item = record.fields.join(",");
  if (/[\r\n]/.test(item.trim())) return "joined lines";
  if (options.literalQuotes || item === record.source) return undefined;
  const needed = record.fields.some((field) => /[",]/.test(field));
  return options.attributes && !needed ? undefined : "lost quotes";
}
