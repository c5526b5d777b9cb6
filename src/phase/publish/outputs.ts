/** Writes what the input `outputs` asks for, one exporter a call, all out of the builder's cache. */

import { readBackFailure } from "../../image/read-back.ts";
import { goBoolean } from "../../inputs/attributes.ts";
import type { OutputInput } from "../../inputs/inputs.ts";
import { isImage, isPushed, pushes } from "../../inputs/outputs.ts";
import { platformName } from "../../platform/platform.ts";
import { log } from "../../runner/log.ts";
import type { BuildContext } from "../build/build.ts";
import { buildAndPush } from "./push-build.ts";
import { seenUnder } from "./seen.ts";

/** Exports each output; those that push are read back. */
export async function exportOutputs(context: BuildContext): Promise<void> {
  for (const output of context.inputs.publish.outputs) await exportOne(context, output);
}

async function exportOne(context: BuildContext, output: OutputInput): Promise<void> {
  const { inputs, ground, record, attestations } = context;
  const platforms = ground.executions.map(({ platform }) => platformName(platform));
  const named = isImage(output) || output.type === "oci" || output.type === "docker";
  const tags = named ? inputs.publish.tags : [];
  const pushed = isPushed(output, inputs.publish.push);
  const text = pushed && !pushes(output) ? `${output.text},push=true` : output.text;
  const step = { platforms, tags, output: text, attestations };
  const result = await buildAndPush(context, step);
  const { digest, configDigest, raw } = result.metadata;
  // What is in a registry or the engine already is what the outputs speak of.
  if (pushed || (named && record.outcome().digest === undefined)) {
    const imageId = configDigest ?? result.imageId ?? record.outcome().imageId;
    record.add({ digest: record.outcome().digest ?? digest, imageId, metadata: raw });
  }
  if (pushed) await readBack(context, output, digest ?? "");
  const dest = output.attributes.dest;
  if (dest !== undefined) {
    log.info(`${dest}: written`);
    record.add({ exported: [...record.outcome().exported, dest] });
  }
}

async function readBack(
  context: BuildContext,
  { attributes }: OutputInput,
  digest: string,
): Promise<void> {
  const { inputs, ground, record } = context;
  const { tags } = inputs.publish;
  // buildx lets tags replace the name of an output.
  const names = tags.length > 0 ? tags : (attributes.name?.split(",") ?? []);
  const wanted = ground.executions.map(({ platform }) => platform);
  for (const name of names) {
    const ref = goBoolean(attributes["push-by-digest"]) ? `${name}@${digest}` : name;
    const seen = await seenUnder(context, ref, wanted);
    const failure = readBackFailure(ref, { digest, platforms: wanted }, seen);
    if (failure !== undefined) throw failure;
    record.add({ pushed: [...record.outcome().pushed, { ref, digest }], digest });
  }
}
