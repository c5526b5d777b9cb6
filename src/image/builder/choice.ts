/** Chooses the builder: the user's, the engine's own, or a container builder made for this job. */

import { Failure } from "../../failure.ts";
import type { OutputInput } from "../../inputs/inputs.ts";
import { type NodePlan, planText } from "../nodes/plan.ts";
import { dockerDriverObstacles, nodeObstacles, type Obstacle } from "./obstacles.ts";

/** What the build will need. */
export interface BuilderAsk {
  /** Number of platforms, at least 1. */
  readonly platforms: number;
  /** Whether `provenance`, `sbom` or `attests` ask for attestations; the default provenance does not. */
  readonly attestations: boolean;
  readonly annotations: boolean;
  /** Whether `allow` asks for `security.insecure`. */
  readonly insecure: boolean;
  readonly push: boolean;
  readonly load: boolean;
  readonly outputs: readonly OutputInput[];
  /** Types of `cache-to`: `registry`, `gha`, `inline`, `local` … */
  readonly cacheTo: readonly string[];
  /** Nodes that the user names for some of the platforms. */
  readonly nodes?: NodePlan | undefined;
}

export interface BuilderRef {
  readonly name: string;
  readonly driver: string;
  /** As in BuilderReport. */
  readonly classic?: readonly string[];
}

export interface BuilderFacts {
  readonly store: "containerd" | "classic";
  /** The builder made current by an earlier step; undefined: the engine's own. */
  readonly current?: BuilderRef | undefined;
  /** What the input `builder` names, as found. */
  readonly named?: BuilderRef | undefined;
}

/** Each with a sentence for the log. */
export type BuilderChoice =
  | ({ readonly kind: "named"; readonly reason: string } & BuilderRef)
  | { readonly kind: "engine"; readonly reason: string }
  | { readonly kind: "nodes"; readonly plan: NodePlan; readonly reason: string }
  | { readonly kind: "own"; readonly reason: string };

/**
 * The builder that can do what is asked, the user's first, then the one that costs nothing.
 *
 * On the classic store several platforms that are only loaded go one by one through the engine's
 * own builder: no builder can load them in one call there.
 * @throws Failure when the user's builder has the `docker` driver, or nodes, and cannot do it.
 */
export function chooseBuilder(ask: BuilderAsk, facts: BuilderFacts): BuilderChoice {
  if (ask.nodes !== undefined) return nodesChoice(ask, ask.nodes);
  const given = facts.named ?? facts.current;
  // An engine can be told to grant it, which nothing but a build shows: who names it, knows.
  const insecure = ask.insecure && given === undefined;
  const obstacles = dockerDriverObstacles({ ...ask, insecure }, facts.store);
  if (given !== undefined) {
    const whence = facts.named === undefined ? "is the current one" : "is named by the workflow";
    if (given.driver === "docker" && obstacles.length > 0) throw refusal(given, obstacles, facts);
    const reason = `Builder ${given.name} (driver ${given.driver}) ${whence}.`;
    return { kind: "named", ...given, reason };
  }
  if (obstacles.length === 0) {
    const reason = `The engine's own builder (${facts.store} image store) can do what is asked.`;
    return { kind: "engine", reason };
  }
  const asked = obstacles.map(({ asked }) => asked).join(" and ");
  const reason = `The engine's own builder (${facts.store} image store) cannot do ${asked}: a container builder is made for this job.`;
  return { kind: "own", reason };
}

function nodesChoice(ask: BuilderAsk, plan: NodePlan): BuilderChoice {
  const obstacles = nodeObstacles(ask, plan);
  const reason = `Nodes are named by the workflow: ${planText(plan)}.`;
  if (obstacles.length === 0) return { kind: "nodes", plan, reason };
  throw new Failure({
    what: "The builder of the input `nodes` cannot do what is asked.",
    seen: obstacles.map(({ asked }) => asked).join(", "),
    expected: obstacles.map(({ cure }) => cure).join("; "),
    anchor: "nodes",
  });
}

function refusal(given: BuilderRef, obstacles: readonly Obstacle[], facts: BuilderFacts): Failure {
  const leave =
    facts.named === undefined
      ? "docker buildx use default   # in an earlier step: then a container builder is made where needed"
      : "remove the input `builder`: then a container builder is made where needed";
  return new Failure({
    what: `Builder ${given.name} cannot do what is asked.`,
    seen: obstacles.map(({ asked }) => asked).join(", "),
    expected: `a builder with the docker-container driver, or: ${obstacles.map(({ cure }) => cure).join("; ")}`,
    cause: `It has the docker driver, on an engine with the ${facts.store} image store.`,
    fix: leave,
    anchor: "builder-cannot",
  });
}
