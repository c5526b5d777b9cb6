/** Reads the annotations that an index can have, in the syntax of buildx and docker/metadata-action. */

import { pairRule, pairsFrom } from "./pairs.ts";
import type { InputReader } from "./reader.ts";

/** `manifest,index:key=value`, `manifest[linux/arm64]:key=value`. */
const TYPED =
  /^((?:index|manifest|index-descriptor|manifest-descriptor)(?:\[[^\]]*\])?(?:,[a-z-]+(?:\[[^\]]*\])?)*):(.*)$/s;

/** Those for the index; those for the images alone belong to the legs, which is told. */
export function indexAnnotations(reader: InputReader): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  let others = 0;
  for (const item of pairsFrom(reader, "annotations", pairRule)) {
    const [, types = "index", pair = item] = TYPED.exec(item) ?? [];
    const [key = "", ...rest] = pair.split("=");
    if (types.split(",").includes("index")) found[key] = rest.join("=");
    else others += 1;
  }
  if (others > 0) {
    reader.notices.push(
      `annotations: ${others} of them are not for the index but for the image of a platform; those are the legs' own.`,
    );
  }
  return found;
}
