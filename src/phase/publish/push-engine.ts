/** Pushes the tested candidate itself out of the engine's store, and reads the registry. */

import type { Engine } from "../../engine/engine.ts";
import type { ImageFacts } from "../../engine/images/image-facts.ts";
import { inspectImage, removeImage, tagImage } from "../../engine/images/images.ts";
import { type Pushed, pushImage } from "../../engine/images/push.ts";
import { again } from "../../engine/registry/again.ts";
import { registryAuth } from "../../engine/registry/credentials.ts";
import { type Distribution, readDistribution } from "../../engine/registry/distribution.ts";
import { Failure, sentence } from "../../failure.ts";
import { readBackFailure } from "../../image/read-back.ts";
import type { Job } from "../../job/job.ts";
import { pushLine } from "../../report/lines.ts";
import { environment } from "../../runner/env.ts";
import { log } from "../../runner/log.ts";
import type { BuildContext, Candidates } from "../build/build.ts";

/** Every tag gets the very image that was tested: the store addresses it by its content. */
export async function pushFromEngine(context: BuildContext, candidates: Candidates): Promise<void> {
  const { job, inputs, ground, record } = context;
  const source = candidates.list[0]?.ref ?? "";
  const wanted = ground.executions.map(({ platform }) => platform);
  for (const tag of inputs.publish.tags) {
    const auth = await registryAuth(tag, environment());
    const { digest, seen } = await pushUnder(job, source, tag, auth);
    // A single OCI manifest tells no platform here; its digest is that of the tested image.
    const found = seen && { ...seen, platforms: seen.platforms ?? wanted };
    const failure = readBackFailure(tag, { digest, platforms: wanted }, found);
    if (failure !== undefined) throw failure;
    const pushed = [...record.outcome().pushed, { ref: tag, digest }];
    record.add({ pushed, digest });
    log.info(pushLine({ ref: tag, digest }));
  }
}

/** Pushes `source` as `tag` and reads the registry; what the engine had under that name it has again. */
async function pushUnder(
  job: Job,
  source: string,
  tag: string,
  auth: string | undefined,
): Promise<Pushed & { readonly seen: Distribution | undefined }> {
  const { engine, signal } = job;
  const before = await inspectImage(engine, tag);
  await tagImage(engine, source, tag);
  // A failure has told enough by itself.
  let tell = log.info;
  try {
    const patience = { signal, tell: log.info };
    const push = () => pushImage(engine, tag, { auth, signal, onProgress: log.info });
    const pushed = await again(push, patience);
    const [tested, seen] = await Promise.all([
      inspectImage(engine, source),
      again(() => readDistribution(engine, tag, { auth, signal }), patience),
    ]);
    if (tested !== undefined && isContent(tested, pushed.digest)) {
      tell = log.warning;
      return { ...pushed, seen };
    }
    throw new Failure({
      what: `${tag} was pushed, but it is not the image that was tested`,
      seen: pushed.digest,
      expected: [tested?.id, ...(tested?.repoDigests ?? [])].join(" or "),
      anchor: "registry-mismatch",
    });
  } finally {
    const why = await putBack(engine, tag, before);
    if (why !== undefined) tell(`${tag} in the engine's store is not what it was before: ${why}`);
  }
}

/** Why it could not be; undefined: done. What the push itself came to is not changed by a name that stays. */
async function putBack(
  engine: Engine,
  tag: string,
  before: ImageFacts | undefined,
): Promise<string | undefined> {
  try {
    if (before === undefined) await removeImage(engine, tag);
    else await tagImage(engine, before.id, tag);
    return undefined;
  } catch (error) {
    return sentence(error);
  }
}

/** The containerd store names an image by what is pushed; the classic one keeps what it pushed. */
function isContent({ id, repoDigests }: ImageFacts, digest: string): boolean {
  return id === digest || repoDigests.some((repoDigest) => repoDigest.endsWith(`@${digest}`));
}
