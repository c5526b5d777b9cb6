/** Finds programs on a PATH. */

import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Env } from "../runner/env.ts";

/** Path of the first executable file called `name` on `env`'s PATH, or undefined. */
export async function findProgram(name: string, env: Env): Promise<string | undefined> {
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    const path = join(folder || ".", name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

/** Whether `path` is a file (or a link to one) that may be executed. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** `env` without its absent values, as a child process takes it. */
export function presentIn(env: Env): Readonly<Record<string, string>> {
  const present: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) present[name] = value;
  return present;
}
