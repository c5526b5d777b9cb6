/** What the engine's own builder (the `docker` driver) cannot do, by image store. */

import { goBoolean } from "../../inputs/attributes.ts";
import type { OutputInput } from "../../inputs/inputs.ts";
import { platformName } from "../../platform/platform.ts";
import type { NodePlan } from "../nodes/plan.ts";
import type { BuilderAsk, BuilderFacts } from "./choice.ts";

export interface Obstacle {
  readonly asked: string;
  /** The line of the workflow that avoids it. */
  readonly cure: string;
}

/**
 * What the `docker` driver refuses or drops without a word (annotations, compression), measured with
 * buildx 0.29 and Docker Engine 28.5 on both stores; push-by-digest is refused on either, and what
 * engines do not grant unless their configuration says so.
 */
export function dockerDriverObstacles(ask: BuilderAsk, store: BuilderFacts["store"]): Obstacle[] {
  const byDigest = ask.outputs.some((output) => goBoolean(output.attributes["push-by-digest"]));
  const digest = { asked: "push-by-digest", cure: "outputs: type=image without push-by-digest" };
  const insecure = { asked: "allow: security.insecure", cure: "allow: network.host" };
  const always = [...(byDigest ? [digest] : []), ...(ask.insecure ? [insecure] : [])];
  return store === "containerd" ? always : [...classicObstacles(ask), ...always];
}

function classicObstacles(ask: BuilderAsk): Obstacle[] {
  const file = ask.outputs.find(isArchive);
  const dropped = ask.outputs.map(droppedBy).find((attribute) => attribute !== undefined);
  const caches = ask.cacheTo.filter((type) => type !== "inline");
  const loadOnly = ask.load && !ask.push && ask.outputs.length === 0;
  const all: (Obstacle | false)[] = [
    ask.platforms > 1 &&
      !loadOnly && {
        asked: `${ask.platforms} platforms in one image`,
        cure: "platforms: one only",
      },
    ask.attestations && {
      asked: "attestations",
      cure: "provenance: false and sbom: false, and no attests",
    },
    ask.annotations &&
      !loadOnly && { asked: "annotations", cure: "no annotations, or labels instead" },
    file !== undefined && {
      asked: `outputs type=${file.type} to a file`,
      cure: "outputs: type=tar or type=local",
    },
    dropped !== undefined && {
      asked: `outputs with ${dropped}`,
      cure: `outputs without ${dropped}`,
    },
    caches.length > 0 && {
      asked: `cache-to type=${caches.join(", type=")}`,
      cure: "cache-to: type=inline",
    },
  ];
  return all.filter((obstacle) => obstacle !== false);
}

/** The first attribute of an image that the classic store drops; values that are its own way are none. */
function droppedBy({ type, attributes }: OutputInput): string | undefined {
  if (type !== "image" && type !== "registry") return undefined;
  const [key, value] =
    Object.entries(attributes).find(
      ([key, value]) =>
        /^(?:(?:force-)?compression|compression-level|oci-mediatypes|annotation\b.*)$/.test(key) &&
        goBoolean(value) !== false &&
        value !== "gzip",
    ) ?? [];
  return key === undefined ? undefined : `${key}=${value}`;
}

/**
 * What a builder of several nodes does not do, measured with buildx 0.29: each node exports by
 * itself, and only images in a registry are joined.
 */
export function nodeObstacles(
  { outputs }: Pick<BuilderAsk, "outputs">,
  { driver, nodes, rest }: NodePlan,
): Obstacle[] {
  const several = nodes.length + rest.length > 1;
  const file = several
    ? outputs.find((output) => isArchive(output) || output.type === "tar")
    : undefined;
  const all: (Obstacle | false)[] = [
    file !== undefined && {
      asked: `outputs type=${file.type} to a file, from several nodes`,
      cure: "push: true, outputs: type=local, or platforms of one node",
    },
    driver === "kubernetes" &&
      rest.length > 0 && {
        asked: `platforms without a node: ${rest.map(platformName).join(", ")}`,
        cure: "a kubernetes:// node for each platform",
      },
  ];
  return all.filter((obstacle) => obstacle !== false);
}

/** An image written as an archive: `type=oci`, and `type=docker` with a destination. */
const isArchive = (output: OutputInput): boolean =>
  output.type === "oci" || (output.type === "docker" && output.attributes.dest !== undefined);
