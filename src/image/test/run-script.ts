/** Runs a script in a container of an image: by its shell, or one simple command without any. */

import { type RunSpec, runContainer } from "../../engine/container/run.ts";
import type { Engine } from "../../engine/engine.ts";
import { Failure } from "../../failure.ts";
import { JOB_LABEL } from "../../job/job-id.ts";
import type { Platform } from "../../platform/platform.ts";
import { lacksProgram, lacksShell, noProgram, noShell, simpleWords } from "./no-shell.ts";

export interface ScriptSpec {
  /** Reference or id of an image that the engine has. */
  readonly ref: string;
  readonly platform: Platform;
  /** Shell lines; one that fails ends the test (`sh -e`). */
  readonly script: string;
  /** `none`, `bridge`, `host` or a network's name. */
  readonly network: string;
  /** Added to the image's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The run that the container belongs to, as its label says. */
  readonly jobId: string;
  readonly signal: AbortSignal;
}

type Listening = ScriptSpec & Pick<RunSpec, "onOutput">;

/** Its exit code; the container is gone then. */
export async function runScript(engine: Engine, spec: Listening): Promise<number> {
  try {
    return await run(engine, spec, ["/bin/sh", "-ec", spec.script]);
  } catch (error) {
    if (!(error instanceof Failure) || !lacksShell(error)) throw error;
    const words = simpleWords(spec.script);
    if (words === undefined) throw noShell(spec.script);
    return await runAlone(engine, spec, words);
  }
}

async function runAlone(
  engine: Engine,
  spec: Listening,
  words: readonly string[],
): Promise<number> {
  try {
    return await run(engine, spec, words);
  } catch (error) {
    if (error instanceof Failure && lacksProgram(error)) throw noProgram(words[0] ?? "");
    throw error;
  }
}

async function run(
  engine: Engine,
  { ref, platform, network, env, jobId, signal, onOutput }: Listening,
  [program = "", ...cmd]: readonly string[],
): Promise<number> {
  const result = await runContainer(engine, {
    ...{ image: ref, platform, network, env, labels: { [JOB_LABEL]: jobId } },
    ...{ entrypoint: [program], cmd, signal, onOutput },
    // QEMU says nothing of a crash where it cannot write the core file that it may.
    coreless: true,
  });
  await result.removed;
  return result.exitCode;
}
