/** Puts the verified image where the user wants it, and reads back what is there. */

import { boundedMetadata, publishedMetadata } from "../../image/build/metadata.ts";
import { isImage } from "../../inputs/outputs.ts";
import type { BuildContext, Candidates } from "../build/build.ts";
import { demandCaches } from "../build/caches.ts";
import { loadCandidates } from "./load.ts";
import { exportOutputs } from "./outputs.ts";
import { pushFromBuilder } from "./push-builder.ts";
import { pushFromEngine } from "./push-engine.ts";
import { pushLeg } from "./push-leg.ts";

/** Pushes, loads and exports, in this order, each as asked; every push is read back. */
export async function publish(context: BuildContext, candidates: Candidates): Promise<void> {
  const { inputs, record } = context;
  const { push, load, outputs, tags } = inputs.publish;
  const { metadata, imageId } = candidates.result;
  record.add({ imageId: metadata.configDigest ?? imageId, metadata: metadata.raw });
  // An image output says how to push (its compression, its name): then it is what pushes.
  if (push && !outputs.some(isImage)) {
    const pushed = pushOf(context);
    await record.phase("Push and read back", () => pushed(context, candidates));
  }
  if (load) await record.phase("Load", () => loadCandidates(context, candidates));
  if (outputs.length > 0) await record.phase("Export", () => exportOutputs(context));
  const { digest, metadata: raw = "{}" } = record.outcome();
  // A leg moves no tag.
  const names = inputs.leg === undefined ? tags : [];
  record.add({ metadata: boundedMetadata(publishedMetadata(raw, { names, digest })) });
  demandCaches(candidates.caches);
}

function pushOf({ inputs, builder }: BuildContext) {
  if (inputs.leg !== undefined) return pushLeg;
  return builder.driver === "docker" ? pushFromEngine : pushFromBuilder;
}
