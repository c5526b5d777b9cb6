/** The table that prove-all prints for a series, and its verdict on all of them. */

import type { Line, SeriesReport } from "./series.ts";

const HEAD = ["rule", "platforms", "QEMU", "machine", "ms", ""];

/** Lines below their heads, in columns. */
export function tableText({ lines }: SeriesReport): string {
  const rows = [HEAD, ...lines.map(cells)];
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) =>
          at === 4 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cells({ rule, platforms, version, machine, ms, verdict, why }: Line): string[] {
  const time = ms === undefined ? "" : ms.toFixed(1);
  const end = `${verdict} ${why.split("\n")[0]}`.trim();
  return [rule, platforms.join(" "), version, machine, time, end];
}

/** `33 proven, 2 native, 2 absent, 0 failed; one took 310 ms, all at once 640 ms: 2.1 times`. */
export function summaryText({ lines, one, all }: SeriesReport): string {
  const count = (verdict: Line["verdict"]): number =>
    lines.filter((line) => line.verdict === verdict).length;
  const counts = `${count("ok")} proven, ${count("native")} native, ${count("absent")} absent, ${count("FAILED")} failed`;
  const times = `one took ${one.toFixed(0)} ms, all at once ${all.toFixed(0)} ms`;
  return `${counts}; ${times}: ${(all / one).toFixed(1)} times`;
}

/** What is wrong with all reports together: a failed line, or a rule that none of them proved. */
export function faultsOf(reports: readonly SeriesReport[]): readonly string[] {
  const lines = reports.flatMap((report) => report.lines);
  const failed = lines.filter(({ verdict }) => verdict === "FAILED");
  const unproven = lines.filter(
    ({ rule, verdict }) =>
      verdict === "absent" && !lines.some((one) => one.rule === rule && one.verdict === "ok"),
  );
  return [
    ...failed.map(({ rule, version, why }) => `${rule} (QEMU ${version || "?"}): ${why}`),
    ...new Set(unproven.map(({ rule }) => `${rule}: no series has it`)),
  ];
}
