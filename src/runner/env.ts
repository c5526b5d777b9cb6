/** The environment of this process, read here and handed on as a value. */

export type Env = Readonly<Record<string, string | undefined>>;

export function environment(): Env {
  return process.env;
}
