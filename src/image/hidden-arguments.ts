/** Keeps build arguments that look like secrets out of command lines, which others can read. */

import { looksSecret } from "../inputs/secret-words.ts";

export interface HiddenArguments {
  /** For `--build-arg`: the name alone where buildx takes the value from its environment. */
  readonly args: readonly string[];
  /** What that environment needs besides. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Moves values of `NAME=value` that look secret into the environment, where `env` does not use the
 * name for something else.
 */
export function hiddenArguments(
  buildArgs: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): HiddenArguments {
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
