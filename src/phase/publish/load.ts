/** Gives the tested candidates the user's tags in the engine's own store. */

import { inspectImage, tagImage } from "../../engine/images/images.ts";
import { loadNames } from "../../image/load-names.ts";
import { log } from "../../runner/log.ts";
import type { BuildContext, Candidates } from "../build/build.ts";

/** `load: true`: what was tested is what is loaded. */
export async function loadCandidates(context: BuildContext, { list }: Candidates): Promise<void> {
  const { job, inputs, ground, record } = context;
  const names = loadNames(inputs.publish.tags, list, ground.node.platform);
  for (const { source, name } of names) {
    await tagImage(job.engine, source, name);
    log.info(`${name}: loaded into the engine`);
  }
  const loaded = names.map(({ name }) => name);
  const extra = loaded.filter((name) => !inputs.publish.tags.includes(name));
  if (extra.length > 0) {
    record.notice(
      `The engine's classic image store holds one platform under a name; the others are ${extra.join(", ")}.`,
    );
  }
  const first = list[0] === undefined ? undefined : await inspectImage(job.engine, list[0].ref);
  const digest = record.outcome().digest ?? first?.id;
  record.add({ loaded, digest });
}
