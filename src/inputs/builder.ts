/** Reads which builder builds, or of what one is made. */

import { type NodeInput, nodesFrom } from "./nodes.ts";
import type { InputReader } from "./reader.ts";

export interface BuilderInputs {
  readonly builder: string | undefined;
  /** All of one kind; empty: no node but the engine's. */
  readonly nodes: readonly NodeInput[];
  /** Image of a container builder of our own, by digest. */
  readonly buildkitImage: string;
}

export function builderFrom(reader: InputReader): BuilderInputs {
  return {
    builder: reader.text("builder"),
    nodes: nodesFrom(reader),
    buildkitImage: reader.text("buildkit-image") ?? "",
  };
}
