/** Why a node cannot be used, in words of the user. */

import type { Listener } from "../../engine/buildx/reach.ts";
import { Failure } from "../../failure.ts";
import { type Platform, platformName } from "../../platform/platform.ts";
import type { CommandResult } from "../../runner/command.ts";
import type { BuilderNode } from "./plan.ts";

/** A Failure where no BuildKit can be behind what was seen at the node's address. */
export function listenerFault(
  { endpoint }: BuilderNode,
  listener: Listener | undefined,
): Failure | undefined {
  if (listener === undefined || listener === "buildkit" || listener === "silent") return undefined;
  const what = `The node ${endpoint} cannot be used`;
  if (listener === "http") {
    return new Failure({
      what,
      seen: "an answer in HTTP",
      expected: "BuildKit (buildkitd --addr tcp://…)",
      cause: "a Docker engine listens there",
      fix: `docker context create far --docker host=${endpoint}   # in an earlier step; then nodes: …=far`,
      anchor: "node-unreachable",
    });
  }
  return new Failure({
    what,
    seen: listener.error,
    cause: "nothing listens there, or a firewall is between",
    fix: `docker buildx create --driver remote --name try ${endpoint} && docker buildx inspect try --bootstrap`,
    anchor: "node-unreachable",
  });
}

const ELSEWHERE = {
  cause: "a node does not answer, or not to these certificates or this account",
};
const CLUSTER = {
  cause: "kubectl's configuration (KUBECONFIG) names no cluster, or one that does not answer",
  fix: "kubectl get nodes   # in a step before, with the same KUBECONFIG",
};

/** The Failure for a builder of nodes that buildx did not make or reach. */
export function startFault(
  line: string,
  nodes: readonly BuilderNode[],
  result: CommandResult,
): Failure {
  return new Failure({
    what: "The builder of the input `nodes` could not be started",
    seen: nodes.map(({ endpoint }) => endpoint).join(", "),
    command: { line, ...result },
    ...(nodes.some(({ endpoint }) => endpoint.startsWith("kubernetes:")) ? CLUSTER : ELSEWHERE),
    anchor: "node-unreachable",
  });
}

const CLASSIC = {
  nodes:
    "nodes: linux/arm64=ssh://user@host   # the engine itself, or a docker context: BuildKit is then started in it",
  named:
    "docker buildx create --driver docker-container ssh://user@host   # the engine itself, or a docker context: BuildKit is then started in it",
};

/**
 * A Failure where nodes of the input or of the user's builder build, and can hand over no image;
 * measured with Docker Engine 28.5.
 */
export function classicFault(
  endpoints: readonly string[],
  whose: "nodes" | "named",
): Failure | undefined {
  if (endpoints.length === 0) return undefined;
  return new Failure({
    what: `${endpoints.join(", ")} can make no image that is loaded or pushed`,
    seen: "the BuildKit inside a Docker engine with the classic image store",
    expected: "BuildKit itself, or an engine with the containerd image store",
    cause: 'that BuildKit keeps images for its own engine: exporter "oci" could not be found',
    fix: CLASSIC[whose],
    anchor: "node-classic",
  });
}

/** The Failure for a node that did not run the test program. */
export function unprovenFault(
  endpoint: string,
  platforms: readonly Platform[],
  reason: Failure,
): Failure {
  const names = platforms.map(platformName).join(", ");
  const { seen, expected, command } = reason.parts;
  return new Failure(
    {
      what: `The node ${endpoint} does not run programs of ${names}`,
      seen: seen ?? reason.message,
      expected,
      command,
      cause: "it is of another architecture, and has no emulator for this one",
      fix: `take ${names} out of that line of \`nodes\`: then the engine's own node builds it, emulated`,
      anchor: "node-unproven",
    },
    { cause: reason },
  );
}
