/** The work of a merge: learn of the legs, look at each in the registry, bring, tag, read back. */

import { rm } from "node:fs/promises";
import { parseReference, repositoryOf } from "../engine/registry/reference.ts";
import type { Registry } from "../engine/registry/registry.ts";
import { Failure } from "../failure.ts";
import type { MergeInputs } from "../inputs/merge.ts";
import { chooseLegs } from "../matrix/choose.ts";
import { indexOf, mergedAnnotations } from "../matrix/index-of.ts";
import { legsInCache } from "../phase/legs/legs-in-cache.ts";
import { lookAtLegs } from "../phase/legs/look-at-legs.ts";
import { publishIndex } from "../phase/legs/publish-index.ts";
import { openRegistries } from "../phase/publish/registries.ts";
import type { RunRecord } from "../phase/record.ts";
import { log } from "../runner/log.ts";
import { makeTemp } from "../runner/temp.ts";

export interface MergeTask {
  readonly inputs: MergeInputs;
  /** Gets what was seen, also of a run that fails. */
  readonly record: RunRecord;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
}

/** @throws whatever went wrong; until everything is in every repository no tag was moved */
export async function performMerge(task: MergeTask): Promise<void> {
  const registries = await openRegistries(task.inputs.tags, task.signal);
  const temp = await makeTemp("anyarch-merge-");
  try {
    await merge(task, registries, temp);
  } catch (error) {
    throw task.signal.aborted ? task.signal.reason : error;
  } finally {
    for (const registry of registries.values()) registry.close();
    await rm(temp, { recursive: true, force: true });
  }
}

async function merge(
  { inputs, record, signal }: MergeTask,
  registries: ReadonlyMap<string, Registry>,
  temp: string,
): Promise<void> {
  const { plan, given, annotations } = inputs;
  const repositories = [...new Set(inputs.tags.map((tag) => repositoryOf(parseReference(tag))))];
  const legs = await record.phase("Learn of the legs", async () => {
    const results = given ?? (await legsInCache(plan, repositories, { temp, signal }));
    const chosen = chooseLegs({ plan, repositories }, results);
    if (chosen instanceof Failure) throw chosen;
    for (const { platform, digest } of chosen) log.info(`${platform}: ${digest}`);
    return chosen;
  });
  const looked = await record.phase("Look at each leg in the registry", () =>
    lookAtLegs({ inputs, legs, registries, record }),
  );
  const noted = mergedAnnotations(looked.contents, annotations);
  const images = looked.parts.map(({ image }) => image);
  const index = indexOf(images, noted);
  await publishIndex({ inputs, parts: looked.parts, index, registries, record, signal });
}
