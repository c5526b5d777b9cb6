/** Reads the Dockerfile of a build where it is a file of this machine. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isRemote } from "../../inputs/context.ts";
import type { BuildInputs } from "../../inputs/inputs.ts";

/**
 * Its text; undefined where there is no such file, and for the usual one of a context that BuildKit
 * fetches. A `file` of such a context is taken to lie here too, as after a checkout: it is for hints.
 */
export async function readDockerfile(
  build: Pick<BuildInputs, "context" | "file">,
): Promise<string | undefined> {
  if (isRemote(build.context) && build.file === undefined) return undefined;
  const path = build.file ?? join(build.context, "Dockerfile");
  return await readFile(path, "utf8").catch(() => undefined);
}
