/** Keeps build arguments that look like secrets, and logins of caches, out of what others can read. */

import type { BuildInputs } from "../../inputs/inputs.ts";
import { looksSecret } from "../../inputs/secret-words.ts";
import type { Env } from "../../runner/env.ts";

export interface HiddenArguments {
  /** For `--build-arg`: the name alone where buildx takes the value from its environment. */
  readonly args: readonly string[];
  /** What that environment needs besides. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Values shorter than this would hide half of a log, and no secret is that short. */
const SHORTEST = 6;

/**
 * Moves values of `NAME=value` that look secret into the environment, where `env` does not use the
 * name for something else.
 */
export function hiddenArguments(buildArgs: readonly string[], env: Env): HiddenArguments {
  const variables: Record<string, string> = {};
  const args = buildArgs.map((argument) => {
    const [name = ""] = argument.split("=", 1);
    const value = argument.slice(name.length + 1);
    const free = (env[name] ?? value) === value && (variables[name] ?? value) === value;
    if (!argument.includes("=") || !looksSecret(argument) || !free) return argument;
    variables[name] = value;
    return name;
  });
  return { args, variables };
}

/** What the entries of caches log in with: to GitHub's service, S3 or Azure. */
export function cacheSecrets({
  cacheFrom,
  cacheTo,
}: Pick<BuildInputs, "cacheFrom" | "cacheTo">): readonly string[] {
  const fields = [...cacheFrom, ...cacheTo].flatMap((entry) => entry.split(","));
  const login = /^\s*"?(?:token|access_key_id|secret_access_key|session_token)=(.+?)"?\s*$/;
  return fields.flatMap((field) => login.exec(field)?.[1] ?? []);
}

/**
 * Hides `values` in text or JSON: BuildKit fills arguments in where it names a step
 * (`RUN login ghs_…`), and in its errors. What a step itself prints comes encoded and stays.
 */
export function hiding(values: readonly string[]): (text: string) => string {
  const long = values.filter((value) => value.length >= SHORTEST);
  const forms = new Set(long.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]));
  return (whole) => [...forms].reduce((text, form) => text.replaceAll(form, "***"), whole);
}
