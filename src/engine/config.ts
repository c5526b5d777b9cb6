/** Reads the `docker` command's own configuration. */

import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { codeOf, Failure } from "../failure.ts";
import type { Env } from "../runner/env.ts";

/** Folder of the configuration: DOCKER_CONFIG, else `~/.docker`. */
export function configFolder(env: Env): string {
  return env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
}

/** The unchecked content of config.json; `{}` where there is none. */
export async function readConfig(env: Env): Promise<unknown> {
  const path = join(configFolder(env), "config.json");
  const text = await textAt(path);
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    // Neither quoted nor kept as the cause: it holds secrets.
    throw new Failure({
      what: "The docker command's configuration is not JSON",
      seen: `${path}: ${text.startsWith("\ufeff") ? "starts with a byte order mark" : "cut, or written by hand"}`,
      expected: 'JSON, such as {"auths":{}}',
      cause:
        "a step that writes it was cut off, or wrote something else; docker goes on without its logins",
      fix: `rm '${path}'   # in an earlier step, before the one that logs in`,
      anchor: "docker-config",
    });
  }
}

async function textAt(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return "";
    throw new Failure({ what: `Could not read ${path}`, seen: String(error) }, { cause: error });
  }
}
