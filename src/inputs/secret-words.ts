/** Tells build arguments that look like secrets: an image keeps its arguments for everybody to read. */

/**
 * Words of names as BuildKit's own check has them (rule SecretsUsedInArgOrEnv, linter/ruleset.go),
 * and how the tokens of well-known services begin.
 */
const NAME = /(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const PUBLIC = /(?:^|_)public(?:_|$)/i;
const VALUE = /^(?:gh[oprsu]_|github_pat_|glpat-|npm_\w{30}|xox[abp]-|-----BEGIN )/;

/** Whether `NAME=value` looks like a secret by its name or its value; without a value it does by its name. */
export function looksSecret(argument: string): boolean {
  const [name = ""] = argument.split("=", 1);
  const value = argument.slice(name.length + 1);
  if (argument.includes("=") && value === "") return false;
  return (NAME.test(name) && !PUBLIC.test(name)) || VALUE.test(value);
}

/** What the user is told of such arguments; their names only, never a value. Absent: there is none. */
export function secretWarning(buildArgs: readonly string[]): string | undefined {
  const names = buildArgs.filter(looksSecret).map((argument) => argument.split("=", 1)[0] ?? "");
  const [first] = names;
  if (first === undefined) return undefined;
  return [
    `\`build-args\`: ${names.join(", ")} looks like a secret, and everybody who can pull the image can read its build arguments, in its history and provenance. Give it in the input \`secrets\` instead:`,
    "secrets: |",
    ...names.map((name) => `  ${name}=$` + `{{ secrets.${name} }}`),
    "and in the Dockerfile, on the step that needs it:",
    `RUN --mount=type=secret,id=${first},env=${first} …`,
  ].join("\n");
}
