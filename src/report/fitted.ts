/** Fits the sections of a summary into the room there is: cut between two rows, never within one. */

export interface Section {
  readonly name: string;
  /** Markdown of ours, as `markdown.ts` makes it; may be empty. */
  readonly text: string;
}

export interface Room {
  /** Bytes of UTF-8. */
  readonly bytes: number;
  /** Address of the run, whose log has it all; undefined where there is none. */
  readonly run: string | undefined;
}

const GAP = "\n\n";

/** All of `sections`, or what fits, and then a last line that says which are short and where the rest is. */
export function fitted(sections: readonly Section[], { bytes, run }: Room): string {
  const all = sections.flatMap(({ text }) => (text === "" ? [] : [text + GAP])).join("");
  if (sizeOf(all) <= bytes) return all;
  const longest = sizeOf(noteOf(sections, run));
  if (longest > bytes) return "";
  let summary = "";
  const short: Section[] = [];
  for (const section of sections) {
    const room = bytes - longest - sizeOf(summary) - GAP.length;
    const text = cutBetweenRows(section.text, room);
    if (text !== section.text) short.push(section);
    if (text !== "") summary += text + GAP;
  }
  return summary + noteOf(short, run);
}

function noteOf(short: readonly Section[], run: string | undefined): string {
  const names = short.map(({ name }) => name).join(", ");
  const log = run !== undefined && /^https?:\/\/[\w.:/-]+$/.test(run) ? `[log](${run})` : "log";
  return `_Too long for a job summary, cut short: ${names}. The ${log} of this step has the rest._\n`;
}

/** The longest beginning of `text` in `most` bytes that ends with a whole row and is Markdown by itself. */
export function cutBetweenRows(text: string, most: number): string {
  if (sizeOf(text) <= most) return text;
  const lines = text.split("\n");
  let [size, best] = [0, ""];
  let open: Open = { fence: undefined, details: false };
  for (const [index, line] of lines.entries()) {
    open = after(open, line);
    size += sizeOf(line) + 1;
    const closing = closingOf(open);
    if (size + sizeOf(closing) > most) break;
    if (endsRow(open, line, lines[index + 1] ?? ""))
      best = `${lines.slice(0, index + 1).join("\n")}${closing}`;
  }
  return best;
}

/** What would have to be closed at a place of the text. */
interface Open {
  readonly fence: string | undefined;
  readonly details: boolean;
}

function after({ fence, details }: Open, line: string): Open {
  if (fence !== undefined) return { fence: line === fence ? undefined : fence, details };
  const [, opened] = /^(`{3,})text$/.exec(line) ?? [];
  const unfolds = line.startsWith("<details>");
  return { fence: opened, details: unfolds || (details && line !== "</details>") };
}

function closingOf({ fence, details }: Open): string {
  return (fence === undefined ? "" : `\n${fence}`) + (details ? "\n\n</details>" : "");
}

/** Not behind what only announces what follows: a heading, the head of a table, an opened block. */
function endsRow({ fence }: Open, line: string, next: string): boolean {
  if (fence !== undefined) return line !== `${fence}text`;
  return !(line === "" || /^(<details>|\*\*\w+\*\*$|\| -)/.test(line) || /^\| -/.test(next));
}

const sizeOf = (text: string): number => Buffer.byteLength(text);
