/** The environment of this process, read here and handed on as a value. */

/** Names and values; absent ones are undefined. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Sets a variable for this process and the programs it starts. */
export function setVariable(name: string, value: string): void {
  process.env[name] = value;
}

export function environment(): Env {
  return process.env;
}
