/** Pushes out of a builder's own cache what was tested, and reads the registry. */

import { Failure } from "../../failure.ts";
import type { Candidate } from "../../image/candidate.ts";
import { readBackFailure } from "../../image/read-back.ts";
import { type Platform, platformName } from "../../platform/platform.ts";
import { pushLine } from "../../report/lines.ts";
import { log } from "../../runner/log.ts";
import type { BuildContext, Candidates } from "../build/build.ts";
import { buildAndPush } from "./push-build.ts";
import { type Seen, seenUnder } from "./seen.ts";

/**
 * Builds once more, all out of the cache, with the push as its exporter. The config digest of each
 * platform in the registry must be that of the image that was tested.
 */
export async function pushFromBuilder(context: BuildContext, { list }: Candidates): Promise<void> {
  const { inputs, ground, record, attestations } = context;
  const { tags } = inputs.publish;
  const wanted = ground.executions.map(({ platform }) => platform);
  const platforms = wanted.map(platformName);
  const step = { platforms, tags, output: "type=registry", attestations };
  const result = await buildAndPush(context, step).catch(async (error) => {
    await notePushed(context, list);
    throw error;
  });
  const { digest = "", configDigest, raw } = result.metadata;
  record.add({ imageId: configDigest ?? result.imageId, metadata: raw });
  for (const tag of tags) {
    const seen = await seenUnder(context, tag, wanted);
    const failure =
      readBackFailure(tag, { digest, platforms: wanted }, seen) ?? untested(tag, list, seen);
    if (failure !== undefined) throw failure;
    record.add({ pushed: [...record.outcome().pushed, { ref: tag, digest }], digest });
    log.info(pushLine({ ref: tag, digest }));
  }
}

/** After a push that failed: notes the tags that hold the tested image all the same. */
async function notePushed(context: BuildContext, list: readonly Candidate[]): Promise<void> {
  const { job, inputs, ground, record } = context;
  const wanted = ground.executions.map(({ platform }) => platform);
  for (const ref of job.signal.aborted ? [] : inputs.publish.tags) {
    const seen = await seenUnder(context, ref, wanted).catch(() => undefined);
    if (seen === undefined || untested(ref, list, seen) !== undefined) continue;
    record.add({ pushed: [...record.outcome().pushed, { ref, digest: seen.digest }] });
  }
}

/** A Failure where an image in the registry is not the one that was tested, by config digest. */
export function untested(
  tag: string,
  candidates: readonly Candidate[],
  seen: Seen | undefined,
): Failure | undefined {
  const others = candidates.filter(({ platform, configDigest }) => {
    const pushed = seen?.configs.find(
      (one) => platformName(one.platform) === platformName(platform),
    );
    return configDigest !== undefined && pushed?.configDigest !== configDigest;
  });
  if (others.length === 0) return undefined;
  return new Failure({
    what: `${tag} was pushed, but it is not the image that was tested`,
    seen: (seen?.configs ?? []).map(text).join(", "),
    expected: others.map(text).join(", "),
    cause: "the builder lost its cache between the test and the push, and built anew",
    anchor: "registry-mismatch",
  });
}

const text = (one: { platform: Platform; configDigest: string | undefined }): string =>
  `${platformName(one.platform)} ${one.configDigest ?? "unknown"}`;
