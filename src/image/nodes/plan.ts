/** Which node builds which platform, and what is left for the engine's own. */

import type { NodeInput } from "../../inputs/nodes.ts";
import type { Execution } from "../../platform/emulation.ts";
import { type Platform, platformName, samePlatform } from "../../platform/platform.ts";
import { cacheType } from "../build/cache.ts";

export interface BuilderNode {
  /** Of its line in the input, from 0: names the variables with its certificates. */
  readonly number: number;
  readonly endpoint: string;
  /** Those of the asked ones that it builds; never empty. */
  readonly platforms: readonly Platform[];
}

export interface NodePlan {
  /** The one buildx driver that all nodes of a builder share. */
  readonly driver: "remote" | "docker-container" | "kubernetes";
  readonly nodes: readonly BuilderNode[];
  /** Platforms without a node: a container builder on the engine's own node builds them. */
  readonly rest: readonly Platform[];
}

const DRIVERS = {
  buildkit: "remote",
  engine: "docker-container",
  kubernetes: "kubernetes",
} as const;

/** The nodes that `platforms` need; undefined where none of them has one. */
export function nodePlan(
  inputs: readonly NodeInput[],
  platforms: readonly Platform[],
): NodePlan | undefined {
  const isAsked = (platform: Platform): boolean =>
    platforms.some((asked) => samePlatform(asked, platform));
  const nodes = inputs
    .map(({ number, endpoint, platforms: all }) => {
      return { number, endpoint, platforms: all.filter(isAsked) };
    })
    .filter((node) => node.platforms.length > 0);
  const kind = inputs[0]?.kind;
  if (kind === undefined || nodes.length === 0) return undefined;
  const rest = platforms.filter((platform) => nodeFor(nodes, platform) === undefined);
  return { driver: DRIVERS[kind], nodes, rest };
}

/** The node that builds `platform`, if one does. */
function nodeFor(nodes: readonly BuilderNode[], platform: Platform): BuilderNode | undefined {
  return nodes.find(({ platforms }) => platforms.some((one) => samePlatform(one, platform)));
}

/**
 * The executions with their nodes. What is built elsewhere needs no emulator here, unless its test
 * is to run here.
 */
export function onNodes(
  executions: readonly Execution[],
  nodes: readonly BuilderNode[],
  tested: boolean,
): readonly Execution[] {
  return executions.map((execution) => {
    const node = nodeFor(nodes, execution.platform)?.endpoint;
    if (node === undefined) return execution;
    const kind = execution.kind === "emulated" && !tested ? "node" : execution.kind;
    return { ...execution, kind, node };
  });
}

/** `linux/arm64 on tcp://…; linux/amd64 on the engine's node`. */
export function planText({ nodes, rest }: NodePlan): string {
  const names = (platforms: readonly Platform[]): string => platforms.map(platformName).join(", ");
  const parts = nodes.map(({ platforms, endpoint }) => `${names(platforms)} on ${endpoint}`);
  return [...parts, ...(rest.length === 0 ? [] : [`${names(rest)} on the engine's node`])].join(
    "; ",
  );
}

/** Where several nodes would save their caches under one name; `inline` goes with each image. */
export function cacheNotice(
  { nodes, rest }: NodePlan,
  cacheTo: readonly string[],
): string | undefined {
  const saved = cacheTo.filter((entry) => cacheType(entry) !== "inline");
  if (saved.length === 0 || nodes.length + rest.length < 2) return undefined;
  return "`cache-to`: each node saves its own cache under the same name, and the last one stays.";
}
