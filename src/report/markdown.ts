/** Markdown as GitHub renders it, in which text of others can be nothing but text. */

import { ended, visible } from "../visible.ts";

/**
 * `text` as a code span: no markup, link, mention or HTML is recognised in one. The fence is longer
 * than any run of backticks in the text. `|` becomes `¦`, since it ends a table cell even in code.
 */
export function code(text: string, length = 300): string {
  const plain = ended(visible(text), length).replaceAll("|", "¦");
  if (plain.trim() === "") return "(empty)";
  const fence = fenceFor(plain, 1);
  const space = /^[` ]|[` ]$/.test(plain) ? " " : "";
  return fence + space + plain + space + fence;
}

/** Our own sentence that may quote others: words with something of a link in them become code. */
export function prose(text: string, length = 1000): string {
  const plain = ended(visible(text.trim().replace(/\s+/g, " ")), length);
  if (plain === "") return "(empty)";
  return plain
    .split(" ")
    .map((word) => (/:\/\/|www\.|[@`#|]/i.test(word) ? code(word, length) : escaped(word)))
    .join(" ")
    .replace(/^[-+=]|(?<=^\d+)[.)]/, "\\$&");
}

/** A backslash before every character that begins markup within a line. */
function escaped(word: string): string {
  return word.replace(/[\\*_[\]<>&~!$]/g, "\\$&");
}

/** A fenced block; no line of `text` can end it. */
export function fenced(text: string): string {
  const plain = text.split(/\r\n|\r|\n/).map((line) => visible(line.replaceAll("\t", "  ")));
  const fence = fenceFor(plain.join("\n"), 3);
  return [`${fence}text`, ...plain, fence].join("\n");
}

/** At least `least` backticks, and one more than the longest run in `text`. */
function fenceFor(text: string, least: number): string {
  const runs = [...text.matchAll(/`+/g)].map((match) => match[0].length + 1);
  return "`".repeat(Math.max(least, ...runs));
}

/** A table of cells that are Markdown already, padded so that it reads well as plain text too. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(3, name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** A part folded away until it is clicked; the title is ours. */
export function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
