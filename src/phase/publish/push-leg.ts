/** Pushes what a leg built by its digest: no tag is moved, nothing is left to clean up. */

import { parseReference, repositoryOf } from "../../engine/registry/reference.ts";
import { platformName } from "../../platform/platform.ts";
import { pushLine } from "../../report/lines.ts";
import { log } from "../../runner/log.ts";
import type { BuildContext, Candidates } from "../build/build.ts";
import { handOver } from "../legs/hand-over.ts";
import { pushByDigest } from "./push-digest.ts";
import { pushSaved } from "./push-saved.ts";

/** Pushes to the repository of the first tag, reads back, and tells the merge. */
export async function pushLeg(context: BuildContext, candidates: Candidates): Promise<void> {
  const { inputs, ground, builder, record } = context;
  const reference = parseReference(inputs.publish.tags[0] ?? "");
  const repository = repositoryOf(reference);
  const push = builder.driver === "docker" ? pushSaved : pushByDigest;
  const digest = await push(context, candidates, reference);
  const ref = `${repository}@${digest}`;
  record.add({ pushed: [{ ref, digest }], digest });
  log.info(pushLine({ ref, digest }));
  const platforms = ground.executions.map(({ platform }) => platformName(platform));
  await handOver(context, { repository, digest, platforms });
}
