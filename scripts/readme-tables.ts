/**
 * Writes what is told from each action.yml: the tables of inputs and outputs in README.md, the
 * defaults the parser knows (src/inputs/…defaults.json), and what the reusable workflow has of it.
 * With `--check` it only says what is stale.
 */

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type ActionFile, type Described, readAction } from "./action-file.ts";
import { imageAction, withInputs } from "./reusable.ts";

const root = new URL("../", import.meta.url);

/** Each action, where the parser's copy of its defaults is, and what its markers begin with. */
const ACTIONS = [
  { file: "action.yml", defaults: "src/inputs/defaults.json", prefix: "" },
  { file: "setup/action.yml", defaults: "src/inputs/setup-defaults.json", prefix: "setup " },
  { file: "plan/action.yml", defaults: "src/inputs/plan-defaults.json", prefix: "plan " },
  { file: "merge/action.yml", defaults: "src/inputs/merge-defaults.json", prefix: "merge " },
] as const;

/** The table of inputs as Markdown. */
export function inputsTable(inputs: readonly Described[]): string {
  const rows = inputs.map((input) => {
    const value = input.default === undefined ? "" : `\`${shortDefault(input.default)}\``;
    return [`\`${input.name}\``, input.description, value];
  });
  return table(["Input", "What it is", "Default"], rows);
}

/** The table of outputs as Markdown. */
export function outputsTable(outputs: readonly Described[]): string {
  const rows = outputs.map(({ name, description }) => [`\`${name}\``, description]);
  return table(["Output", "What it is"], rows);
}

/** Defaults by input name, empty where there is none; an expression of the runner's is none of ours. */
export function defaultsJson(inputs: readonly Described[]): string {
  const pairs = inputs.map(({ name, default: given = "" }) => [
    name,
    given.startsWith("${{") ? "" : given,
  ]);
  return `${JSON.stringify(Object.fromEntries(pairs), undefined, 2)}\n`;
}

/** `readme` with both tables between their markers (`<!-- PREFIXinputs -->`); undefined: one is missing. */
export function withTables(readme: string, action: ActionFile, prefix = ""): string | undefined {
  const inputs = between(readme, `${prefix}inputs`, inputsTable(action.inputs));
  return inputs === undefined
    ? undefined
    : between(inputs, `${prefix}outputs`, outputsTable(action.outputs));
}

function between(text: string, name: string, content: string): string | undefined {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = text.indexOf(open);
  const end = text.indexOf(close, start);
  if (start === -1 || end === -1) return undefined;
  return `${text.slice(0, start + open.length)}\n${content}${text.slice(end)}`;
}

/** A digest says nothing in a table. */
function shortDefault(text: string): string {
  return text.replace(/@sha256:[0-9a-f]{64}$/, "");
}

/** Columns are as wide as their widest cell, as the formatter lays tables out. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |\n`;
  const [first = "", ...others] = cells.map(line);
  return [first, line(widths.map((width) => "-".repeat(width))), ...others].join("");
}

/** Writes or checks one file; gives back what is wrong with it. */
async function settle(name: string, wanted: string | undefined, check: boolean): Promise<string[]> {
  if (wanted === undefined) return check ? [`${name}: the markers of a table are missing`] : [];
  const now = await readFile(new URL(name, root), "utf8").catch(() => undefined);
  if (now === wanted) return [];
  if (check)
    return [
      `${name} is not what the action.yml files say; run: node --import tsx scripts/readme-tables.ts`,
    ];
  await writeFile(new URL(name, root), wanted);
  return [];
}

async function settleReusable(check: boolean): Promise<string[]> {
  const [action, workflow] = [new URL("action.yml", root), ".github/workflows/build.yml"];
  const { inputs } = await readAction(action);
  const wanted = withInputs(await readFile(new URL(workflow, root), "utf8"), inputs);
  const again = imageAction(await readFile(action, "utf8"));
  return [
    ...(await settle(workflow, wanted, check)),
    ...(await settle(".github/actions/image/action.yml", again, check)),
  ];
}

async function main(check: boolean): Promise<void> {
  let readme: string | undefined = await readFile(new URL("README.md", root), "utf8").catch(
    () => "",
  );
  const faults: string[] = [];
  for (const { file, defaults, prefix } of ACTIONS) {
    const action = await readAction(new URL(file, root));
    faults.push(...(await settle(defaults, defaultsJson(action.inputs), check)));
    readme = readme === undefined ? undefined : withTables(readme, action, prefix);
  }
  faults.push(...(await settle("README.md", readme, check)));
  faults.push(...(await settleReusable(check)));
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(process.argv.includes("--check"));
