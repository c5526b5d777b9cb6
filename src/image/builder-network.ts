/** Tells whether a container builder must share the network of the engine's node. */

import type { BuildInputs, PublishInputs } from "../inputs/inputs.ts";

/** A registry on the node's loopback address, where an image name can stand. */
const LOOPBACK =
  /(?:^|[\s=,"'@]|docker-image:\/\/)(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?\//im;

/**
 * Whether a tag, a cache, an output or a base image is in a registry on loopback, which a container
 * sees only on the node's own network. Not otherwise: with the node's network, RUN steps could reach
 * what listens on the runner, which nobody expects.
 *
 * `dockerfile` is its text, undefined when it is not at hand (a remote context). Only lines that can
 * name an image are read: FROM, ARG, `--from=`.
 */
export function needsHostNetwork(
  build: Pick<BuildInputs, "buildArgs" | "buildContexts" | "cacheFrom" | "cacheTo">,
  publish: Pick<PublishInputs, "tags" | "outputs">,
  dockerfile: string | undefined,
): boolean {
  const lines = dockerfile?.split("\n").filter((line) => /^\s*(?:FROM|ARG)\s|--from=/i.test(line));
  const texts = [
    ...publish.tags,
    ...publish.outputs.map((output) => output.text),
    ...build.cacheFrom,
    ...build.cacheTo,
    ...build.buildContexts,
    ...build.buildArgs,
    ...(lines ?? []),
  ];
  return texts.some((text) => LOOPBACK.test(text));
}
