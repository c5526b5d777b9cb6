/** Runs a container to its end, and leaves nothing of it whatever happens. */

import type { Engine } from "../engine.ts";
import { type BeginSpec, beginContainer, endOf, type Given, type RunResult } from "./begin.ts";

/** What it reads and how long it may take: see `Given`. */
export interface RunSpec extends BeginSpec, Pick<Given, "text" | "timeoutMs"> {}

/**
 * Creates, fills, starts and waits for a container; any exit code is a result. stdout and stderr
 * hold the last 1 MiB each. On an error, an abort (its reason is thrown) or a timeout the container
 * is killed and removed before this throws; else its removal is under way as `removed`.
 */
export async function runContainer(engine: Engine, spec: RunSpec): Promise<RunResult> {
  const { text, timeoutMs } = spec;
  return await endOf(engine, await beginContainer(engine, spec), { text, timeoutMs });
}
