/** The one table that the bench prints. */

import { median, type Times } from "./measure.ts";

/** Ours against another command of the same rounds, both by the names of their subjects. */
export interface Comparison {
  readonly what: string;
  readonly ours: string;
  readonly other: string;
  /** Highest ratio that is fast enough; undefined: only told (a peer). */
  readonly target: number | undefined;
}

export interface Row {
  readonly cells: readonly string[];
  readonly over: boolean;
}

const HEAD = ["what", "ours ms", "the other command", "ms", "ratio", "target", ""];

/** Medians, and the ratio of the two. */
export function rowOf({ what, ours, other, target }: Comparison, times: Times): Row {
  const [mine, theirs] = [ours, other].map((name) => median(times.get(name) ?? []));
  const ratio = (mine ?? Number.NaN) / (theirs ?? Number.NaN);
  const over = target !== undefined && !(ratio <= target);
  const verdict = target === undefined ? "" : over ? "over" : "ok";
  const limit = target === undefined ? "" : `<= ${target}`;
  const numbers = [mine, theirs].map((ms) => ms?.toFixed(0) ?? "");
  const [a = "", b = ""] = numbers;
  return { cells: [what, a, other, b, ratio.toFixed(2), limit, verdict], over };
}

/** A number of bytes and the most that it may be. */
export function bytesRow(what: string, bytes: number, most: number): Row {
  const text = (value: number): string => `${(value / 1e6).toFixed(2)} MB`;
  const over = !(bytes <= most);
  const cells = [what, text(bytes), "", "", "", `<= ${text(most)}`, over ? "over" : "ok"];
  return { cells, over };
}

/** A median time and the most that it may be. */
export function limitRow(what: string, times: readonly number[], most: number): Row {
  const ms = median(times);
  const over = !(ms <= most);
  const cells = [what, ms.toFixed(0), "", "", "", `<= ${most} ms`, over ? "over" : "ok"];
  return { cells, over };
}

/** The rows below their heads, in columns. */
export function tableText(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(({ cells }) => cells)];
  const widths = HEAD.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const padded = lines.map((line) =>
    line
      .map((cell, column) => pad(cell, widths[column] ?? 0, column))
      .join("  ")
      .trimEnd(),
  );
  return padded.join("\n");
}

function pad(cell: string, width: number, column: number): string {
  const isNumber = ["ours ms", "ms", "ratio"].includes(HEAD[column] ?? "");
  return isNumber ? cell.padStart(width) : cell.padEnd(width);
}
