/** Reads lines of comma-separated fields with the parser docker's actions use, set as they set it. */

/** One record: its fields, and the text it was made from, line ends around it removed. */
export interface CsvRecord {
  readonly source: string;
  readonly fields: readonly string[];
}

/** Where a quote was opened and not closed: the record's number, from 1, and its text to the end. */
export interface OpenQuote {
  readonly number: number;
  readonly source: string;
}

export type CsvParser = (text: string) => readonly CsvRecord[] | OpenQuote;

/** Loads the parser; needed only where a text holds a double quote (see `plainRecords`). */
export async function csvParser(): Promise<CsvParser> {
  const { CsvError, parse } = await import("csv-parse/sync");
  return (text) => {
    try {
      const rows: readonly unknown[] = parse(text, {
        columns: false,
        relaxQuotes: true,
        relaxColumnCount: true,
        skipEmptyLines: true,
        raw: true,
      });
      return rows.map(recordFrom);
    } catch (error) {
      if (!(error instanceof CsvError) || error.code !== "CSV_QUOTE_NOT_CLOSED") throw error;
      return { number: Number(error.records) + 1, source: String(error.raw) };
    }
  };
}

/**
 * What the parser makes of text whose quotes mean nothing. The first line end found is the only one:
 * after `a<LF>`, a CR stays in its item, and after `a<CR><LF>`, a lone LF does.
 */
export function plainRecords(text: string): readonly CsvRecord[] {
  const end = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
  const lines = text.split(end).filter((line) => line !== "");
  return lines.map((source) => ({ source, fields: source.split(",") }));
}

function recordFrom(row: unknown): CsvRecord {
  if (typeof row === "object" && row !== null && "raw" in row && "record" in row) {
    const { raw, record } = row;
    if (typeof raw === "string" && Array.isArray(record)) {
      const source = raw.replace(/^[\r\n]+|[\r\n]+$/g, "");
      return { source, fields: record.map(String) };
    }
  }
  throw new TypeError("the CSV parser gave a record without its text");
}

/** The parser where one of the inputs `names` holds a quote; else one that is never called. */
export async function csvFor(
  raw: Readonly<Record<string, string>>,
  names: readonly string[],
): Promise<CsvParser> {
  if (names.some((name) => raw[name]?.includes('"'))) return await csvParser();
  return () => {
    throw new TypeError("a quote came up in inputs without quotes");
  };
}
