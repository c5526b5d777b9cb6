/** Runs main where everything is right but what a test makes wrong; no engine is needed. */

import { join } from "node:path";
import { contextIn, programIn, project } from "./faults.ts";
import { type ActionRun, type RunOptions, runAction } from "./runner.ts";

/** A docker that has buildx and builds nothing. */
const DOCKER = `case "$*" in
  "buildx version") echo "github.com/docker/buildx v0.29.1" ;;
  *) echo "no such thing" >&2; exit 1 ;;
esac`;

/** Runs main in `folder` with everything right but what `options` make wrong. */
export async function tried(folder: string, options: Partial<RunOptions>): Promise<ActionRun> {
  const bin = await programIn(folder, "docker", DOCKER);
  await contextIn(folder, "FROM scratch\n");
  const env = { PATH: `${bin}:${process.env.PATH}`, DOCKER_CONFIG: folder, ...options.env };
  const inputs = { context: "context", platforms: "linux/arm64", ...options.with };
  const temp = options.temp ?? join(folder, "temp");
  return await runAction({ action: project, dir: folder, temp, ...options, with: inputs, env });
}

/** A Node without root's right to pass by the modes of files. */
export async function powerless(folder: string): Promise<string> {
  const drop =
    "--bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search";
  const bin = await programIn(folder, "node", `exec setpriv ${drop} ${process.execPath} "$@"`);
  return join(bin, "node");
}
