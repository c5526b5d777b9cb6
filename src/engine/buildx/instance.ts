/** What buildx wrote down of one builder: its nodes, and how it comes to know them again. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isFields } from "../../any-json.ts";
import type { Env } from "../../runner/env.ts";
import { listAt, maybeTextAt, parseJson } from "../json.ts";
import { stateFolder } from "./state.ts";

export interface Instance {
  readonly driver: string;
  readonly nodes: readonly InstanceNode[];
  /**
   * Writes it down as it was, unless it is there: `buildx rm` forgets a builder also where it could
   * not remove what is on a node. Never rejects.
   */
  restore(): Promise<void>;
}

interface InstanceNode {
  /** The driver names what it makes after it: `buildx_buildkit_<name>`. */
  readonly name: string;
  /** A context's name or an engine's address. */
  readonly endpoint: string;
  /** Of Kubernetes. */
  readonly namespace: string | undefined;
}

/** Undefined where buildx knows no builder of that name, or wrote down what nobody can read. */
export async function instanceOf(name: string, env: Env): Promise<Instance | undefined> {
  const path = join(stateFolder(env), "instances", name);
  try {
    const text = await readFile(path, "utf8");
    const write = () => writeFile(path, text, { flag: "wx", mode: 0o600 });
    return { ...recordFrom(text), restore: () => write().catch(() => undefined) };
  } catch {
    return undefined;
  }
}

function recordFrom(text: string): Omit<Instance, "restore"> {
  const value = parseJson(text, "buildx's record of a builder");
  const nodes = listAt(value, "Nodes").filter(isFields);
  return {
    driver: maybeTextAt(value, "Driver") ?? "",
    nodes: nodes.map((node) => ({
      name: maybeTextAt(node, "Name") ?? "",
      endpoint: maybeTextAt(node, "Endpoint") ?? "",
      namespace: maybeTextAt(node, "DriverOpts", "namespace"),
    })),
  };
}

/** Commands that remove what the driver made on each node; none where it makes nothing. */
export function removalCommands({ driver, nodes }: Instance): readonly string[] {
  switch (driver) {
    case "docker-container":
      return nodes.map(({ name, endpoint }) => {
        const docker = ["docker", ...engineOption(endpoint)].join(" ");
        const container = `buildx_buildkit_${name}`;
        return `${docker} rm --force --volumes ${container}; ${docker} volume rm --force ${container}_state`;
      });
    case "kubernetes":
      return nodes.map(({ name, namespace = "default" }) => {
        const deployment = name.replaceAll("_", "-");
        return `kubectl --namespace ${namespace} delete --ignore-not-found deployment/${deployment} configmap/${deployment}-config`;
      });
    default:
      return [];
  }
}

function engineOption(endpoint: string): readonly string[] {
  if (endpoint === "" || endpoint === "default") return [];
  return [endpoint.includes("://") ? "--host" : "--context", endpoint];
}
