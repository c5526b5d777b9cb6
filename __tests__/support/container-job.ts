/** Plays a job's container: the action runs in it, with nothing of the engine's but its socket. */

import { existsSync } from "node:fs";
import { realpath, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Bench, ROOT } from "./action.ts";

/** Libraries for the machine's own programs in a container of the base image. */
export const LIBRARIES = ["/usr/lib", "/usr/lib64"].filter(existsSync);

/**
 * For `RunOptions.node`: a program that runs the entry in a container, at paths that the machine does
 * not have, with process, mount and network namespaces of its own; emulators are in `/emulators`.
 */
export async function containerJob(bench: Bench): Promise<string> {
  const { engine, dir, qemuDir, base } = bench;
  const node = resolve(ROOT, `node_modules/node-linux-${process.arch}/bin/node`);
  const plugin = join(engine.dockerConfig, "cli-plugins/docker-buildx");
  const places: readonly (readonly [string, string])[] = [
    [engine.dockerHost.replace("unix://", ""), "/var/run/docker.sock"],
    [await realpath(join(engine.path, "docker")), "/tools/docker"],
    [await realpath(plugin), "/config/cli-plugins/docker-buildx"],
    [dirname(await realpath(node)), "/node"],
    [join(ROOT, "dist"), "/action/dist"],
    [qemuDir, "/emulators"],
    ...LIBRARIES.map((path) => [path, path] as const),
  ];
  const volumes = places.flatMap(([from, to]) => ["--volume", `${from}:${to}:ro`]);
  const path = join(dir, "node-in-container");
  const facts = { docker: join(engine.path, "docker"), host: engine.dockerHost, base, volumes };
  await writeFile(path, program(process.execPath, facts), { mode: 0o755 });
  return path;
}

/** The runner's folders get paths of the container's own, as GitHub's runner gives them. */
const program = (node: string, facts: object): string => `#!${node}
const { spawnSync } = require("node:child_process");
const { basename, dirname } = require("node:path");
const { docker, host, base, volumes } = ${JSON.stringify(facts)};
const env = { ...process.env };
const args = [];
const folders = {
  "/work": env.GITHUB_WORKSPACE,
  "/temp": env.RUNNER_TEMP,
  "/cache": env.RUNNER_TOOL_CACHE,
  "/files": dirname(env.GITHUB_OUTPUT),
};
for (const [place, path] of Object.entries(folders)) args.push("--volume", path + ":" + place);
for (const name of Object.keys(env)) {
  const found = Object.entries(folders).find(([, path]) => env[name].startsWith(path));
  if (found !== undefined) env[name] = found[0] + env[name].slice(found[1].length);
}
Object.assign(env, { PATH: "/tools:/usr/bin:/bin", HOME: "/config", DOCKER_CONFIG: "/config" });
for (const name of ["DOCKER_HOST", "TMPDIR"]) delete env[name];
args.push(...Object.keys(env).flatMap((name) => ["--env", name]));
const command = ["/node/node", "/action/dist/" + basename(process.argv[2])];
const all = ["--host", host, "run", "--rm", "--workdir=/work", ...volumes, ...args, base, ...command];
process.exitCode = spawnSync(docker, all, { stdio: "inherit", env }).status ?? 1;
`;
