/** What of an action could be seen on a machine before and after it: handlers, images, files and so on. */

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { changes, type Holdings, holdings } from "../../scripts/test/leftovers.ts";
import type { Bench } from "./action.ts";

export type Traces = Holdings;

/** Everything now, but for the image of the container builder, which stays in the engine; of a bench's own folders all files, of the engine all names of images. */
export async function traces(bench: Bench): Promise<Traces> {
  const { engine, env, dir, buildkitImage } = bench;
  const dockerConfig = env.DOCKER_CONFIG ?? engine.dockerConfig;
  const [held, images, files] = await Promise.all([
    holdings([{ ...engine, dockerConfig }]),
    bench.docker("image", "ls", "--all", "--format", "{{.Repository}}:{{.Tag}}"),
    readdir(join(dir, "temp")),
  ]);
  const builder = buildkitImage.replace(/@.*|:[^:/]*$/, "");
  const isBuilder = (name: string): boolean => name.replace(/:[^:/]*$/, "") === builder;
  const names = images.split("\n").filter((name) => name !== "" && !isBuilder(name));
  return new Set([
    // Temporary files of others on this machine are none of ours.
    ...[...held].filter((line) => !line.startsWith("temporary ")),
    ...names.map((name, index) => `image ${name}${counted(names, name, index)}`),
    ...files.map((name) => `file ${name}`),
  ]);
}

/**
 * `left behind: …` and `gone: …`, sorted. Handlers that carry another name of ours than `jobId`
 * come and go with tests beside this one.
 */
export function changed(before: Traces, after: Traces, jobId: string | undefined): string[] {
  const isOther = (line: string): boolean =>
    line.includes(" handler anyarch-") && (jobId === undefined || !line.includes(jobId));
  return changes(before, after)
    .filter((line) => !isOther(line))
    .sort();
}

/** Tells images of one name (`<none>:<none>`) apart. */
function counted(names: readonly string[], name: string, index: number): string {
  const earlier = names.slice(0, index).filter((other) => other === name).length;
  return earlier === 0 ? "" : ` (${earlier + 1})`;
}
