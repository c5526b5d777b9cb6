/** Finds the program of buildx, which the `docker` command starts as its plugin. */

import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Env } from "../../runner/env.ts";
import { configFolder, readConfig } from "../config.ts";
import { textsAt } from "../json.ts";
import { findProgram, isExecutable } from "../program.ts";

/** Folders of the client's plugins: docker/cli, `cli-plugins/manager`. */
const PLUGINS = ["/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"].map((folder) =>
  join(folder, "docker/cli-plugins"),
);

/**
 * The command that runs buildx: its own program where that is the one docker would start, else
 * `docker buildx`. docker itself takes 95 ms of CPU only to start it (28.5, 2 cores).
 *
 * Run by itself, buildx reads the same configuration, contexts and accounts; only the variables for
 * TLS are docker's own to read. A `docker` that is a script may change what it is given, so it is
 * used as it is. https://github.com/docker/buildx#manual-download ("standalone")
 */
export async function buildxCommand(
  env: Env,
): Promise<{ readonly program: string; readonly args: readonly string[] }> {
  const viaDocker = { program: "docker", args: ["buildx"] };
  const local = !env.DOCKER_HOST || env.DOCKER_HOST.startsWith("unix:");
  if (!local || env.DOCKER_TLS_VERIFY || env.DOCKER_TLS) return viaDocker;
  const [docker, program] = await Promise.all([findProgram("docker", env), buildxFile(env)]);
  if (docker === undefined || program === undefined) return viaDocker;
  const whole = (await isElf(docker)) && (await isElf(program));
  return whole ? { program, args: [] } : viaDocker;
}

/** Path of the plugin that docker would start; the first one counts, as there. */
export async function buildxFile(env: Env): Promise<string | undefined> {
  const extra = textsAt(await readConfig(env), "cliPluginsExtraDirs");
  const folders = [...extra, join(configFolder(env), "cli-plugins"), ...PLUGINS];
  const paths = folders.map((folder) => join(folder, "docker-buildx"));
  const found = await Promise.all(paths.map(isExecutable));
  return paths.find((_, index) => found[index]);
}

/** A file that may be executed but not read counts as none: it is asked then. */
export async function isElf(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  try {
    const head = await file?.read(Buffer.alloc(4), 0, 4, 0);
    return head?.buffer.equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46])) === true;
  } finally {
    await file?.close();
  }
}
