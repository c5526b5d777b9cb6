/** What the reusable workflow has of action.yml: its inputs, what its legs get, and the action they run. */

import type { Described } from "./action-file.ts";

/** Inputs a leg has no use for, and why; secrets come as the workflow's secrets. */
export const NOT_IN_WORKFLOW: Readonly<Record<string, string>> = {
  leg: "the workflow gives it",
  nodes: "a leg is one platform on one machine",
  load: "a leg's engine is gone after it",
  outputs: "a leg pushes by digest",
  call: "a question is no image",
  builder: "a name on the machine of the leg",
  "cgroup-parent": "a name on the machine of the leg",
  keep: "the machine of the leg is gone after it",
  ssh: "a socket or a file on the machine of the leg",
  "secret-envs": "a called workflow has none of the caller's variables",
  "secret-files": "files on the machine of the leg",
  "github-token": "the job's own",
  secrets: "a secret of the workflow",
};

/** What the plan and the leg's entry of the matrix say. */
const NOT_FOR_LEGS = ["platforms", "push"];

/** Where the workflow has another default than the action: it checks out before it builds. */
const OTHER_DEFAULTS: Readonly<Record<string, string>> = { context: "." };

const inWorkflow = (inputs: readonly Described[]): readonly Described[] =>
  inputs.filter(({ name }) => NOT_IN_WORKFLOW[name] === undefined);

/** `workflow` with the inputs of the action between its markers; undefined where one is missing. */
export function withInputs(workflow: string, inputs: readonly Described[]): string | undefined {
  const declared = inWorkflow(inputs).map(declaration).join("");
  const passed = inWorkflow(inputs).filter(({ name }) => !NOT_FOR_LEGS.includes(name));
  const lines = passed.map(({ name }) => `          ${name}: \${{ inputs.${name} }}\n`).join("");
  const declaredIn = between(workflow, "inputs", declared);
  return declaredIn === undefined ? undefined : between(declaredIn, "with", lines);
}

function declaration({ name, description, default: usual }: Described): string {
  const given = OTHER_DEFAULTS[name] ?? usual;
  const truth = given === "true" || given === "false";
  const lines = [
    `${name}:`,
    `  description: ${JSON.stringify(description)}`,
    `  type: ${truth ? "boolean" : "string"}`,
    ...(given === undefined ? [] : [`  default: ${truth ? given : JSON.stringify(given)}`]),
  ];
  return lines.map((line) => `      ${line}\n`).join("");
}

function between(text: string, name: string, content: string): string | undefined {
  const found = new RegExp(`( *# <${name}>\\n)[\\s\\S]*?( *# </${name}>\\n)`).exec(text);
  if (found === null) return undefined;
  const [whole, open = "", close = ""] = found;
  return text.replace(whole, () => `${open}${content}${close}`);
}

/**
 * The action of the repository's root once more, in a folder: `uses: $/` names no action, a folder is
 * needed. Its entries are the root's.
 */
export function imageAction(action: string): string {
  const head =
    "# action.yml once more, for the reusable workflow: `$/` cannot name a root. Written by";
  return `${head}\n# scripts/readme-tables.ts.\n${action.replaceAll(" dist/", " ../../../dist/")}`;
}
