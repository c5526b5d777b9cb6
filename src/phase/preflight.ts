/** Looks at the machine and decides everything that can be decided before anything is changed. */

import type { Way } from "../binfmt/way.ts";
import { builderlessFailure, checkClient } from "../engine/client.ts";
import { type NodeFacts, observeNode } from "../engine/node.ts";
import { ghaNotice } from "../image/build/cache.ts";
import { type BuilderChoice, chooseBuilder } from "../image/builder/choice.ts";
import { checkNodes } from "../image/nodes/nodes.ts";
import { cacheNotice, nodePlan, onNodes } from "../image/nodes/plan.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Job } from "../job/job.ts";
import { type Execution, executionOf } from "../platform/emulation.ts";
import { type Platform, platformName } from "../platform/platform.ts";
import type { Env } from "../runner/env.ts";
import { log } from "../runner/log.ts";
import { builderAsk, observeBuilders } from "./build/builder.ts";
import { chosenWay } from "./emulate/chosen-way.ts";
import type { RunRecord } from "./record.ts";

/** What the rest of the run stands on. */
export interface Ground {
  readonly node: NodeFacts;
  /** Every platform to build, in the user's order; never empty. */
  readonly executions: readonly Execution[];
  readonly builder: BuilderChoice;
  /** How emulators are registered; undefined: nothing is emulated. */
  readonly way: Way | undefined;
}

/** Observes engine, client and builders side by side, and chooses. Throws before a change is made. */
export async function preflight(
  job: Job,
  inputs: Inputs,
  record: RunRecord,
  env: Env,
): Promise<Ground> {
  const [node, builders] = await observed(job, inputs, env);
  const { product, version, platform: own, kernel, store } = node;
  log.info(`${product} ${version}, ${platformName(own)}, Linux ${kernel}, ${store} image store`);
  const platforms = askedPlatforms(inputs, own);
  const nodes = nodePlan(inputs.builder.nodes, platforms);
  const tested = inputs.checks.test !== undefined;
  const executions = onNodes(executionOf(own, platforms), nodes?.nodes ?? [], tested);
  record.add({
    platforms: executions.map(({ platform, kind, node }) => {
      return { platform, native: kind === "native", node, proofs: [] };
    }),
  });
  const emulates = executions.some(({ kind }) => kind === "emulated");
  const caches = [...inputs.build.cacheFrom, ...inputs.build.cacheTo];
  const unserved = ghaNotice(caches, env);
  if (unserved !== undefined) record.notice(unserved);
  const way = emulates ? await chosenWay(job, inputs.registration, { kernel, node }) : undefined;
  const ask = { ...builderAsk(inputs, platforms.length), nodes };
  const builder = chooseBuilder(ask, { store, ...builders });
  if (builder.kind === "nodes") {
    await checkNodes(builder.plan, env);
    const notice = cacheNotice(builder.plan, inputs.build.cacheTo);
    if (notice !== undefined) record.notice(notice);
  }
  return { node, executions, way, builder };
}

/** Engine and builders, and a `docker` command that is Docker's. Podman is told first: no buildx would help it. */
async function observed(job: Job, { builder }: Inputs, env: Env) {
  const node = observeNode(job.engine, job.signal);
  const serves = node.then((facts) => {
    const unfit = builderlessFailure(facts);
    if (unfit !== undefined) throw unfit;
  });
  const client = Promise.allSettled([serves, checkClient(env)]).then((looks) => {
    for (const look of looks) if (look.status === "rejected") throw look.reason;
  });
  return await Promise.all([node, observeBuilders(builder, env), client]);
}

/** Without `platforms` those that have a node, else the engine's own. */
function askedPlatforms({ platforms, builder }: Inputs, own: Platform): readonly Platform[] {
  if (platforms.length > 0) return platforms;
  const named = builder.nodes.flatMap((node) => node.platforms);
  return named.length > 0 ? named : [own];
}
