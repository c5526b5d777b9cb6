/** Reads the nodes that build: `platform=endpoint` lines, several platforms of one node with commas. */

import { nearestPlatform, parsePlatform } from "../platform/parse.ts";
import { type Platform, platformName } from "../platform/platform.ts";
import { excerpt } from "../visible.ts";
import type { InputReader } from "./reader.ts";

/** A line of the input `nodes`. */
export interface NodeInput {
  /** Of the line, from 0. */
  readonly number: number;
  /** At least one, and none that another node has. */
  readonly platforms: readonly Platform[];
  /** As written: an address, or the name of a docker context. */
  readonly endpoint: string;
  /** What listens there: BuildKit itself, a Docker engine, or Kubernetes. */
  readonly kind: "buildkit" | "engine" | "kubernetes";
}

/** What listens at an address, by its scheme: as buildx's drivers remote, docker-container, kubernetes. */
const KINDS: Readonly<Record<string, NodeInput["kind"]>> = {
  tcp: "buildkit",
  unix: "buildkit",
  "docker-container": "buildkit",
  "podman-container": "buildkit",
  "kube-pod": "buildkit",
  ssh: "engine",
  kubernetes: "kubernetes",
};

const ADDRESSES =
  "tcp://host:port, unix:///path, docker-container://name, ssh://user@host, kubernetes://namespace, or the name of a docker context";

/** The nodes in the order of their lines; a line that is none, and whatever cannot be together, is a fault. */
export function nodesFrom(reader: InputReader): readonly NodeInput[] {
  const items = reader.list("nodes");
  const nodes = items.flatMap((item, index) => nodeFrom(reader, item, index) ?? []);
  refuseRepeated(reader, nodes);
  const kinds = new Set(nodes.map(({ kind }) => kind));
  if (kinds.size > 1) {
    reader.fault({
      what: "The input `nodes` names things that cannot be nodes of one builder.",
      seen: nodes.map(({ endpoint }) => endpoint).join(", "),
      expected:
        "addresses of BuildKit (tcp, unix, docker-container) or Docker engines (ssh, contexts), not both",
      anchor: "nodes",
    });
  }
  if (nodes.length > 0 && reader.text("builder") !== undefined) {
    reader.fault({
      what: "The inputs `builder` and `nodes` cannot both be given.",
      expected: "`builder`, which exists, or `nodes`, of which a builder is made",
      fix: "remove the input `builder`",
      anchor: "nodes",
    });
  }
  return nodes;
}

function nodeFrom(reader: InputReader, item: string, index: number): NodeInput | undefined {
  const [, names = "", endpoint = ""] = /^([^=]*)=\s*(\S+)\s*$/.exec(item) ?? [];
  const words = names.split(",").map((name) => name.trim());
  const platforms = words.flatMap((word) => parsePlatform(word) ?? []);
  const kind = kindOf(endpoint);
  if (kind !== undefined && platforms.length === words.length) {
    return { number: index, platforms, endpoint, kind };
  }
  const wrong = words.find((word) => parsePlatform(word) === undefined);
  reader.fault({
    what: `Item ${index + 1} of the input \`nodes\` names no ${endpoint === "" || wrong !== undefined ? "platform with an endpoint" : "endpoint"}.`,
    seen: excerpt(item),
    expected: endpoint === "" || wrong !== undefined ? form(wrong ?? "") : ADDRESSES,
    anchor: "nodes",
  });
  return undefined;
}

function form(wrong: string): string {
  const near = wrong === "" ? undefined : nearestPlatform(wrong);
  const meant = near === undefined ? "" : ` (did you mean ${near}?)`;
  return `linux/arm64=tcp://host:port or linux/arm64,linux/arm/v7=ssh://user@host, one a line${meant}`;
}

/** Undefined where nothing can be reached by it. */
function kindOf(endpoint: string): NodeInput["kind"] | undefined {
  const [, scheme, rest = ""] = /^([a-z-]+):\/\/(.*)$/.exec(endpoint) ?? [];
  if (scheme === undefined) return /^[\w][\w.+-]*$/.test(endpoint) ? "engine" : undefined;
  const complete = scheme === "tcp" ? /^[^/]+:\d+\/?$/.test(rest) : rest !== "";
  return complete && Object.hasOwn(KINDS, scheme) ? KINDS[scheme] : undefined;
}

/** Which of two nodes would build is buildx's secret. */
function refuseRepeated(reader: InputReader, nodes: readonly NodeInput[]): void {
  const first = new Map<string, string>();
  const all = nodes.flatMap(({ platforms, endpoint }) =>
    platforms.map((platform: Platform) => ({ name: platformName(platform), endpoint })),
  );
  for (const { name, endpoint } of all) {
    const other = first.get(name);
    if (other !== undefined) {
      reader.fault({
        what: `The input \`nodes\` names ${name} more than once.`,
        seen: `${other} and ${endpoint}`,
        expected: `one node for ${name}`,
        anchor: "nodes",
      });
    }
    first.set(name, endpoint);
  }
}
