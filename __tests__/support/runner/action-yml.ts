/** Reads an action.yml as far as a runner needs it: the entries, and the inputs with their defaults. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";

export interface ActionFile {
  readonly using: string;
  readonly main: string;
  readonly post: string | undefined;
  /** Input name -> default, its expressions not evaluated yet; "" where there is none. */
  readonly defaults: Readonly<Record<string, string>>;
}

/** Values of the contexts an expression may name, as `github.token` -> value. */
export type Contexts = Readonly<Record<string, string>>;

export async function readAction(folder: string): Promise<ActionFile> {
  return parseAction(await readFile(join(folder, "action.yml"), "utf8"));
}

export function parseAction(text: string): ActionFile {
  const root = mapping(parse(text), "action.yml");
  const runs = mapping(root.runs, "runs");
  const inputs = mapping(root.inputs ?? {}, "inputs");
  const defaults: Record<string, string> = {};
  for (const [name, input] of Object.entries(inputs)) {
    defaults[name] = scalar(mapping(input, `inputs.${name}`).default ?? "", name);
  }
  return {
    using: scalar(runs.using, "runs.using"),
    main: scalar(runs.main, "runs.main"),
    post: runs.post === undefined ? undefined : scalar(runs.post, "runs.post"),
    defaults,
  };
}

/**
 * The step's environment for its inputs: `INPUT_<NAME>`, in capitals, spaces as `_`; given values
 * first, defaults for the others. Throws for a name the action does not have: the runner only warns,
 * but in a test it is a mistake.
 */
export function inputVariables(
  action: ActionFile,
  given: Readonly<Record<string, string>>,
  contexts: Contexts,
): Record<string, string> {
  const unknown = Object.keys(given).filter((name) => action.defaults[name] === undefined);
  if (unknown.length > 0) throw new Error(`Unexpected input(s) '${unknown.join("', '")}'`);
  const variables: Record<string, string> = {};
  for (const [name, text] of Object.entries(action.defaults)) {
    const key = `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
    variables[key] = given[name] ?? evaluated(text, contexts);
  }
  return variables;
}

/** Fills in `${{ context.name }}`; a value that is not given is empty, any other expression throws. */
function evaluated(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => {
    const name = inner.trim();
    if (!/^[a-z]+(\.[a-z_]+)+$/.test(name)) throw new Error(`cannot evaluate '${name}'`);
    return contexts[name] ?? "";
  });
}

function mapping(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`${path} is no mapping: ${JSON.stringify(value)}`);
  }
  return { ...value };
}

function scalar(value: unknown, path: string): string {
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") {
    return String(value);
  }
  throw new Error(`${path} is no text: ${JSON.stringify(value)}`);
}
