/** Builds the candidates, so that they can be checked and tested before anybody else sees them. */

import type { Attestations } from "../../image/build/attestations.ts";
import { type Candidate, candidatePlan } from "../../image/candidate.ts";
import { platformName } from "../../platform/platform.ts";
import { type BuildContext, type Built, build, type Candidates } from "./build.ts";

/** Builds every platform into the engine's store under names of this job's own. */
export async function buildCandidates(context: BuildContext): Promise<Candidates> {
  const { job, ground, builder } = context;
  const platforms = ground.executions.map(({ platform }) => platform);
  const plan = candidatePlan(job.id, platforms, {
    driver: builder.driver,
    store: ground.node.store,
  });
  job.ledger.note({ images: true });
  const attestations = candidateAttestations(context);
  const plain = !isPushed(context);
  const first = { attestations, plain, savesCaches: true, fresh: true };
  const warm = { ...cacheOnly(platforms.map(platformName)), ...first };
  let caches = plan.warmUp ? (await build(context, warm)).caches : undefined;
  const list: Candidate[] = [];
  let result: Built | undefined;
  for (const { platforms: some, ref } of plan.builds) {
    const names = some.map(platformName);
    result = await build(context, {
      platforms: names,
      tags: [ref],
      output: candidateOutput(context),
      attestations,
      plain,
      fresh: !plan.warmUp,
      savesCaches: caches === undefined,
    });
    caches ??= result.caches;
    const configDigest = names.length === 1 ? result.metadata.configDigest : undefined;
    list.push(...some.map((platform) => ({ platform, ref, configDigest })));
  }
  if (result === undefined) throw new TypeError("a plan without a build");
  return { list, result, caches: caches ?? [] };
}

/** Legs come from different builders and make one image: their manifests are all of OCI's type. */
function candidateOutput(context: BuildContext): string {
  return context.inputs.leg !== undefined && isPushed(context)
    ? "type=docker,oci-mediatypes=true"
    : "type=docker";
}

/**
 * Attestations go with the candidate only where the candidate itself is what is pushed: out of the
 * engine's own store, if it is the containerd one.
 */
function candidateAttestations(context: BuildContext): Attestations {
  return isPushed(context) ? context.attestations : { kind: "off" };
}

/** Whether the candidate itself is what is pushed, byte for byte. */
function isPushed({ builder, ground }: BuildContext): boolean {
  return builder.driver === "docker" && ground.node.store === "containerd";
}

const cacheOnly = (platforms: readonly string[]) => ({
  platforms,
  tags: [],
  output: "type=cacheonly",
});
