/** What a called workflow gets: its inputs and secrets, and whether it asks for more than it may. */

import type { Permissions } from "./file.ts";
import { type Mapping, mapping, text, texts } from "./values.ts";

/** Inputs of `workflow_call` or `workflow_dispatch` with their defaults and types; throws as GitHub does. */
export function calledInputs(trigger: Mapping, given: Mapping): Mapping {
  const declared = mapping(trigger.inputs, "inputs");
  for (const name of Object.keys(given)) {
    if (declared[name] === undefined) throw new Error(`Invalid input, ${name} is not defined`);
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, declaration]) => {
      const fields = mapping(declaration, name);
      if (fields.required === true && given[name] === undefined) {
        throw new Error(`Input ${name} is required, but not provided`);
      }
      return [
        name,
        typed(name, text(fields.type ?? "string", "type"), given[name] ?? fields.default),
      ];
    }),
  );
}

const NOTHING: Mapping = { boolean: false, number: 0 };

function typed(name: string, type: string, value: unknown): unknown {
  const given = value ?? NOTHING[type] ?? "";
  const wanted = type === "boolean" || type === "number" ? type : "string";
  if (typeof given !== wanted) {
    throw new Error(`Input ${name} is to be a ${wanted}: ${JSON.stringify(value)}`);
  }
  return given;
}

/** Secrets of a called workflow: those named, or with `inherit` all of the caller's. */
export function calledSecrets(trigger: Mapping, given: unknown, callers: Mapping): Mapping {
  if (given === "inherit") return callers;
  const declared = mapping(trigger.secrets, "secrets");
  const values = texts(given, "secrets");
  for (const name of Object.keys(values)) {
    if (!(name in declared)) throw new Error(`Invalid secret, ${name} is not defined`);
  }
  for (const [name, declaration] of Object.entries(declared)) {
    if (mapping(declaration, name).required === true && !values[name]) {
      throw new Error(`Secret ${name} is required, but not provided`);
    }
  }
  return { ...values, GITHUB_TOKEN: callers.GITHUB_TOKEN };
}

const LEVELS = ["none", "read", "write"];

/** Throws where a job of a called workflow asks for more than the job that calls it has. */
export function assertWithin(asked: Permissions, granted: Permissions, job: string): void {
  for (const [name, level] of Object.entries(asked)) {
    const has = granted[name] ?? granted["*"]?.replace("-all", "") ?? "none";
    if (LEVELS.indexOf(level) > LEVELS.indexOf(has)) {
      throw new Error(
        `the job '${job}' asks for '${name}: ${level}', its caller has '${name}: ${has}'`,
      );
    }
  }
}
