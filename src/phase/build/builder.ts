/** Gets the builder ready: observes the user's, makes our own where needed, proves it. */

import type { ContainerRequest } from "../../engine/buildx/container-builder.ts";
import type { RegistryTrust } from "../../engine/registry/trust.ts";
import { cacheType } from "../../image/build/cache.ts";
import { isQuestion } from "../../image/build/call.ts";
import { currentBuilder, makeBuilder, namedBuilder } from "../../image/builder/builder.ts";
import type { BuilderAsk, BuilderFacts } from "../../image/builder/choice.ts";
import { classicFault } from "../../image/nodes/fault.ts";
import { makeNodes } from "../../image/nodes/nodes.ts";
import { provenOnNodes } from "../../image/nodes/proof.ts";
import type { BuilderInputs } from "../../inputs/builder.ts";
import type { Inputs } from "../../inputs/inputs.ts";
import type { Job } from "../../job/job.ts";
import { builderLine, proofLines } from "../../report/lines.ts";
import { type Env, environment } from "../../runner/env.ts";
import { log } from "../../runner/log.ts";
import type { Ground } from "../preflight.ts";
import type { RunRecord } from "../record.ts";
import { builderReach } from "./builder-reach.ts";

/** The builder that builds: its name for `--builder` (undefined: the engine's own) and its driver. */
export interface ReadyBuilder {
  readonly name: string | undefined;
  readonly driver: string;
  /** As in BuilderReport. */
  readonly classic?: readonly string[];
}

/** What the choice needs to know of the user's builders. */
export async function observeBuilders(
  { builder: named, nodes }: BuilderInputs,
  env: Env,
): Promise<Pick<BuilderFacts, "named" | "current">> {
  if (nodes.length > 0) return {};
  if (named !== undefined) return { named: await namedBuilder(named, env) };
  return { current: await currentBuilder(env) };
}

/** What the choice needs to know of the inputs. */
export function builderAsk({ build, publish }: Inputs, platforms: number): BuilderAsk {
  const { provenance, sbom, attests, cacheTo } = build;
  const wanted = [provenance, sbom].some((value) => value !== undefined && !isFalse(value));
  return {
    platforms,
    attestations: wanted || attests.length > 0,
    annotations: build.annotations.length > 0,
    insecure: build.allow.includes(INSECURE),
    push: publish.push,
    load: publish.load,
    outputs: publish.outputs,
    cacheTo: cacheTo.map(cacheType),
  };
}

const INSECURE = "security.insecure";
const isFalse = (text: string): boolean => /^(?:0|f|false)$/i.test(text);

/**
 * Makes the chosen builder ready. One outside of the engine may run on another machine, so that
 * each emulated platform is proven in it too, by a build step, and each platform of another node.
 */
export async function readyBuilder(
  job: Job,
  inputs: Inputs,
  ground: Ground,
  record: RunRecord,
): Promise<ReadyBuilder> {
  const { builder: choice, executions } = ground;
  const ready = await started(job, inputs, ground);
  const asks = isQuestion(inputs.build);
  const whose = choice.kind === "nodes" ? "nodes" : "named";
  const classic = ready.driver === "docker" || asks ? [] : (ready.classic ?? []);
  const unfit = classicFault(classic, whose);
  if (unfit !== undefined) throw unfit;
  const name = ready.name ?? "default";
  record.add({ builder: { kind: ready.driver, name, reason: choice.reason } });
  log.info(builderLine({ kind: ready.driver, name, reason: choice.reason }));
  const wanted = executions.filter(({ kind, node }) => kind === "emulated" || node !== undefined);
  if (ready.driver === "docker" || wanted.length === 0 || asks) return ready;
  for (const { platform, machine, ms } of await provenOnNodes(job, ready.name, wanted)) {
    const row = record.outcome().platforms.find((candidate) => candidate.platform === platform);
    const proof = { machine, ms, where: "builder" } as const;
    record.addTo(platform, { proofs: [...(row?.proofs ?? []), proof] });
    if (row !== undefined)
      for (const line of proofLines({ ...row, proofs: [proof] })) log.info(line);
  }
  return ready;
}

async function started(job: Job, inputs: Inputs, { builder, node }: Ground): Promise<ReadyBuilder> {
  switch (builder.kind) {
    case "engine":
      return { name: undefined, driver: "docker" };
    case "named":
      return builder;
    case "nodes": {
      const container = await containerFor(job, inputs, node.trust);
      const request = { plan: builder.plan, container, env: environment() };
      return await makeNodes(job, request);
    }
    case "own":
      await makeBuilder(job, await containerFor(job, inputs, node.trust));
      return { name: job.id, driver: "docker-container" };
  }
}

/** What a container of BuildKit is made with; told to the ledger, since it is made next. */
async function containerFor(
  job: Job,
  inputs: Inputs,
  trust: RegistryTrust,
): Promise<ContainerRequest> {
  const reach = await builderReach(job, inputs, trust);
  job.ledger.note({ builder: true });
  const insecure = inputs.build.allow.includes(INSECURE);
  return { image: inputs.builder.buildkitImage, insecure, ...reach };
}
