/** Looks at the machine and decides everything that can be decided before anything is changed. */

import { kernelFailure } from "../binfmt/kernel.ts";
import { checkClient } from "../engine/client.ts";
import { type NodeFacts, observeNode } from "../engine/node.ts";
import { type Failure, Failures } from "../failure.ts";
import { observeBuilder } from "../image/builder.ts";
import { type BuilderChoice, chooseBuilder } from "../image/builder-choice.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Job } from "../job.ts";
import { type Execution, executionOf } from "../platform/emulation.ts";
import { platformName } from "../platform/platform.ts";
import type { RunRecord } from "../record.ts";
import type { Env } from "../runner/env.ts";
import { log } from "../runner/log.ts";

/** What the rest of the run stands on. */
export interface Ground {
  readonly node: NodeFacts;
  /** Every platform to build, in the user's order; never empty. */
  readonly executions: readonly Execution[];
  readonly builder: BuilderChoice;
}

export async function preflight(
  job: Job,
  inputs: Inputs,
  record: RunRecord,
  env: Env,
): Promise<Ground> {
  const [node, builders] = await Promise.all([
    observeNode(job.engine, job.signal),
    observeBuilder(inputs.builder.builder, env),
    checkClient(env),
  ]);
  log.info(
    `${node.product} ${node.version} on ${platformName(node.platform)}, Linux ${node.kernel}, ${node.store} image store`,
  );
  const platforms = inputs.platforms.length > 0 ? inputs.platforms : [node.platform];
  const executions = executionOf(node.platform, platforms);
  record.add({
    platforms: executions.map(({ platform, kind }) => ({
      platform,
      native: kind === "native",
      proofs: [],
    })),
  });
  const emulates = executions.some(({ kind }) => kind === "emulated");
  const failures = [emulates ? kernelFailure(node.kernel) : undefined];
  throwAll(failures.filter((failure) => failure !== undefined));
  const builder = chooseBuilder(askOf(inputs, executions.length), {
    store: node.store,
    ...builders,
  });
  return { node, executions, builder };
}
