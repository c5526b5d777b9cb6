/** Reads the `docker` command's own configuration. */

import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseJson } from "./json.ts";
import { codeOf } from "./unreachable.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Folder of the configuration: DOCKER_CONFIG, else `~/.docker`. */
export function configFolder(env: Env): string {
  return env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
}

/** The unchecked content of config.json; `{}` where there is none. */
export async function readConfig(env: Env): Promise<unknown> {
  const path = join(configFolder(env), "config.json");
  try {
    const text = await readFile(path, "utf8");
    return text.trim() === "" ? {} : parseJson(text, path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return {};
    throw error;
  }
}
