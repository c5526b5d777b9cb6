/** Runs a container to its end, and leaves nothing of it whatever happens. */

import type { Engine } from "../engine.ts";
import { type BeginSpec, beginContainer, endOf, type Given, type RunResult } from "./begin.ts";

export type RunSpec = BeginSpec & Pick<Given, "text">;

/**
 * Creates, fills, starts and waits for a container; any exit code is a result. stdout and stderr
 * hold the last 1 MiB each. On an error or an abort (its reason is thrown) the container is killed and
 * removed before this throws; else its removal is under way as `removed`.
 */
export async function runContainer(engine: Engine, spec: RunSpec): Promise<RunResult> {
  return await endOf(engine, await beginContainer(engine, spec), { text: spec.text });
}
