/** Checks every workflow and action.yml: GitHub's own parser reads it, and it breaks no rule of ours. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { parseAction } from "@actions/workflow-parser/actions/action-parser";
import { parse } from "yaml";
import { type Check, problemText, ROOT } from "./check.ts";
import { RULES } from "./workflow-rules.ts";

export const workflowsCheck: Check = {
  name: "workflows and actions: GitHub's parser, and what they must not do",
  run: async () => {
    const problems: string[] = [];
    for (const name of await filesIn(".github/workflows", ".yml")) {
      problems.push(...workflowProblems(name, await read(name)));
    }
    for (const name of await pages()) {
      const page = await read(name);
      for (const text of [...workflowsIn(page), ...partsIn(page)])
        problems.push(...workflowProblems(name, text));
    }
    for (const name of await actionFiles())
      problems.push(...actionProblems(name, await read(name)));
    return problemText(problems);
  },
};

/** What is wrong with a workflow of this text. */
export function workflowProblems(name: string, text: string): readonly string[] {
  const { context } = parseWorkflow({ name, content: text }, new NoOperationTraceWriter());
  const faults = context.errors.getErrors().map(({ message }) => message);
  if (faults.length > 0) return faults;
  const workflow = { text, root: parse(text) };
  return RULES.flatMap((rule) =>
    rule.broken(workflow).map((what) => `${name}: ${rule.name}: ${what.trim()}\n  ${rule.why}`),
  );
}

/** The whole workflows among the YAML blocks of a page. */
export function workflowsIn(page: string): readonly string[] {
  return blocksIn(page).filter((text) => /^on:/m.test(text));
}

/** What a page shows of a workflow, its jobs or some steps of one, each as the workflow it becomes. */
export function partsIn(page: string): readonly string[] {
  return blocksIn(page).flatMap((text) => {
    if (/^[\w-]+:\n {2}(runs-on|uses):/.test(text))
      return [`on: push\njobs:\n${indented(text, 2)}`];
    if (!/^- (uses|run|name):/.test(text)) return [];
    const job = "on: push\njobs:\n  job:\n    runs-on: ubuntu-24.04\n    permissions: {}\n";
    return [`${job}    steps:\n${indented(text, 6)}`];
  });
}

function blocksIn(page: string): readonly string[] {
  return [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);
}

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(by));
}

function actionProblems(name: string, content: string): readonly string[] {
  const { context } = parseAction({ name, content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

const read = async (name: string): Promise<string> => await readFile(join(ROOT, name), "utf8");

async function pages(): Promise<readonly string[]> {
  const folders = await Promise.all(["docs", "docs/recipes"].map((path) => filesIn(path, ".md")));
  return ["README.md", ...folders.flat()];
}

async function filesIn(folder: string, end: string): Promise<readonly string[]> {
  const names = await readdir(join(ROOT, folder)).catch(() => []);
  return names.filter((name) => name.endsWith(end)).map((name) => `${folder}/${name}`);
}

/** action.yml of the root, of its folders, and of `.github/actions`. */
async function actionFiles(): Promise<readonly string[]> {
  const folders = await Promise.all(
    [".", ".github/actions"].map(async (parent) => {
      const entries = await readdir(join(ROOT, parent), { withFileTypes: true }).catch(() => []);
      return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(parent, name));
    }),
  );
  const files = [".", ...folders.flat()].map((folder) => join(folder, "action.yml"));
  const found = await Promise.all(
    files.map(
      async (file) =>
        await read(file)
          .then(() => [file])
          .catch(() => []),
    ),
  );
  return found.flat();
}
