/** Pushes by digest out of a builder's own cache what was tested, without any tag, and reads the registry. */

import { type Reference, repositoryOf } from "../../engine/registry/reference.ts";
import { readBackFailure } from "../../image/read-back.ts";
import { platformName } from "../../platform/platform.ts";
import type { BuildContext, Candidates } from "../build/build.ts";
import { buildAndPush } from "./push-build.ts";
import { untested } from "./push-builder.ts";
import { seenUnder } from "./seen.ts";

/**
 * Builds once more, all out of the cache, and pushes to the repository of `reference`.
 * @throws Failure where the registry does not have what was tested
 */
export async function pushByDigest(
  context: BuildContext,
  { list }: Candidates,
  reference: Reference,
): Promise<string> {
  const { ground, record, attestations } = context;
  const name = repositoryOf(reference);
  const wanted = ground.executions.map(({ platform }) => platform);
  const output = `type=image,name=${name},push-by-digest=true,name-canonical=true,push=true,oci-mediatypes=true`;
  const step = { platforms: wanted.map(platformName), tags: [], output, attestations };
  const result = await buildAndPush(context, step);
  const { digest = "", configDigest, raw } = result.metadata;
  record.add({ imageId: configDigest ?? result.imageId, metadata: raw });
  const ref = `${name}@${digest}`;
  const seen = await seenUnder(context, ref, wanted);
  const failure =
    readBackFailure(ref, { digest, platforms: wanted }, seen) ?? untested(ref, list, seen);
  if (failure !== undefined) throw failure;
  return digest;
}
