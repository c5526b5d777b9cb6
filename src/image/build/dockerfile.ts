/** Reads the Dockerfile of a build where it is a file of this machine. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuildInputs } from "../../inputs/inputs.ts";

/** Its text; undefined for a context that BuildKit fetches, and where there is no such file. */
export async function readDockerfile(
  build: Pick<BuildInputs, "context" | "file">,
): Promise<string | undefined> {
  const remote = /^(?:[a-z+]+:\/\/|git@|github\.com\/|-$)/i.test(build.context);
  if (remote && build.file === undefined) return undefined;
  const path = build.file ?? join(build.context, "Dockerfile");
  return await readFile(path, "utf8").catch(() => undefined);
}
