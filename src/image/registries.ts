/** Finds the registries that a build will ask, so far as they can be read before it. */

import type { BuildInputs, PublishInputs } from "../inputs/inputs.ts";

const HOST = String.raw`((?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d+)?)`;
/** Where the name of an image can begin. */
const NAMED = new RegExp(String.raw`(?:^|[\s=,"'@]|docker-image:\/\/)${HOST}\/`, "gim");
/** A host with its port alone, out of which a Dockerfile makes names: `ARG REGISTRY=host:5000`. */
const ALONE = new RegExp(String.raw`=["']?${HOST}["']?\s*$`, "gim");

/**
 * `host` or `host:port` of every registry that a tag, a cache, an output, a context, an argument or
 * a base image names; Docker Hub is not told.
 *
 * `dockerfile` is its text, undefined when it is not at hand (a remote context). Only lines that can
 * name an image are read: FROM, ARG, `--from=`, `# syntax=`.
 */
export function registriesIn(
  build: Pick<BuildInputs, "buildArgs" | "buildContexts" | "cacheFrom" | "cacheTo">,
  publish: Pick<PublishInputs, "tags" | "outputs">,
  dockerfile: string | undefined,
): readonly string[] {
  const lines = dockerfile
    ?.split("\n")
    .filter((line) => /^\s*(?:FROM|ARG)\s|--from=|^#\s*syntax\s*=/i.test(line));
  const settings = [...build.buildArgs, ...(lines ?? [])];
  const texts = [
    ...publish.tags,
    ...publish.outputs.map((output) => output.text),
    ...build.cacheFrom,
    ...build.cacheTo,
    ...build.buildContexts,
    ...settings,
  ];
  const named = texts.flatMap((text) => hostsIn(text, NAMED)).filter(isRegistry);
  const alone = settings.flatMap((text) => hostsIn(text, ALONE)).filter((host) => /:\d/.test(host));
  return [...new Set([...named, ...alone])];
}

const hostsIn = (text: string, form: RegExp): string[] =>
  [...text.matchAll(form)].map(([, host = ""]) => host);

/** A first part without a dot, a port or the name `localhost` is a user of Docker Hub. */
const isRegistry = (host: string): boolean => /[.:]/.test(host) || host === "localhost";
