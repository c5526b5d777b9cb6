/** Makes one builder of the nodes that the user names, and of the engine's own where some is left. */

import { inspectBuilder } from "../../engine/buildx/buildx.ts";
import type { ContainerRequest } from "../../engine/buildx/container-builder.ts";
import { createNode, type NodeRequest, nodeArguments } from "../../engine/buildx/nodes.ts";
import { listenerAt } from "../../engine/buildx/reach.ts";
import { type Failure, Failures } from "../../failure.ts";
import type { Job } from "../../job/job.ts";
import { platformName } from "../../platform/platform.ts";
import type { Env } from "../../runner/env.ts";
import { shellLine } from "../build/arguments.ts";
import { makeBuilder } from "../builder/builder.ts";
import type { BuilderRef } from "../builder/choice.ts";
import { listenerFault, startFault } from "./fault.ts";
import type { BuilderNode, NodePlan } from "./plan.ts";
import { tlsFrom, tlsOptions } from "./tls.ts";

interface NodesRequest {
  readonly plan: NodePlan;
  /** With what buildx makes containers, on the engine's node and on others. */
  readonly container: ContainerRequest;
  /** Holds the certificates. */
  readonly env: Env;
}

/** Looks at every node without changing anything. Failure, or Failures for several. */
export async function checkNodes({ nodes }: NodePlan, env: Env): Promise<void> {
  const faults = await Promise.all(
    nodes.map(async (node): Promise<Failure | undefined> => {
      tlsFrom(env, node);
      return listenerFault(node, await listenerAt(node.endpoint));
    }),
  );
  const found = faults.filter((fault) => fault !== undefined);
  if (found[0] !== undefined && found.length === 1) throw found[0];
  if (found.length > 1) throw new Failures(`${found.length} nodes cannot be used.`, found);
}

/**
 * Makes and starts the builder, whose name begins with the job's id. All of its nodes have one driver,
 * so a container builder on the engine is one of BuildKit's addresses among others.
 */
export async function makeNodes(job: Job, request: NodesRequest): Promise<BuilderRef> {
  const { plan, container } = request;
  const { driver, nodes, rest } = plan;
  const own = rest.map(platformName);
  if (rest.length > 0) await makeBuilder(job, { ...container, platforms: own });
  const apart = driver === "remote";
  const builder = apart ? `${job.id}-nodes` : job.id;
  let append = rest.length > 0 && !apart;
  for (const node of nodes) {
    const settings = await settingsOf(job, node, request);
    const platforms = node.platforms.map(platformName);
    const { endpoint } = node;
    await added({ builder, driver, append, platforms, endpoint, ...settings }, nodes);
    append = true;
  }
  if (rest.length > 0 && apart) {
    const endpoint = `docker-container://buildx_buildkit_${job.id}0`;
    await added({ builder, driver, append, platforms: own, endpoint, options: [] }, nodes);
  }
  const { result, report } = await inspectBuilder(builder, true);
  if (result.exitCode === 0) return { name: builder, driver, classic: report?.classic ?? [] };
  throw startFault(`docker buildx inspect ${builder} --bootstrap`, nodes, result);
}

async function added(node: NodeRequest, nodes: readonly BuilderNode[]): Promise<void> {
  const result = await createNode(node);
  if (result.exitCode === 0) return;
  throw startFault(shellLine(nodeArguments(node)), nodes, result);
}

/** Certificates of BuildKit, or the container that is made there. */
async function settingsOf(
  job: Job,
  node: BuilderNode,
  { plan, container, env }: NodesRequest,
): Promise<Pick<NodeRequest, "options" | "container">> {
  switch (plan.driver) {
    case "remote":
      return { options: await tlsOptions(job, env, node) };
    case "docker-container":
      return { options: [], container };
    case "kubernetes":
      // A pod's network is the cluster's affair.
      return {
        options: kubernetesOptions(node.endpoint),
        container: { ...container, hostNetwork: false },
      };
  }
}

/** `kubernetes://builds?nodeselector=kubernetes.io/arch=arm64` -> namespace and further options. */
function kubernetesOptions(endpoint: string): readonly string[] {
  const { host, searchParams } = new URL(endpoint);
  return [`namespace=${host}`, ...[...searchParams].map(([name, value]) => `${name}=${value}`)];
}
