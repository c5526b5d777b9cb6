/** Makes a builder of several nodes by buildx's own drivers. */

import type { CommandResult } from "../../runner/command.ts";
import { buildx } from "./buildx.ts";
import { type ContainerRequest, containerArguments } from "./container-builder.ts";
import { csvField } from "./csv-field.ts";

export interface NodeRequest {
  readonly builder: string;
  readonly driver: string;
  /** Whether the builder exists, and this is one more node of it. */
  readonly append: boolean;
  /** Platforms that it shall build, whatever else it could. */
  readonly platforms: readonly string[];
  readonly endpoint: string;
  /** Values of `--driver-opt`. */
  readonly options: readonly string[];
  /** What is made there; undefined: BuildKit runs there already. */
  readonly container?: ContainerRequest | undefined;
}

/** Writes a node down; nothing is started or asked yet. */
export async function createNode(request: NodeRequest): Promise<CommandResult> {
  return await buildx(nodeArguments(request));
}

/** The arguments of buildx for it; Kubernetes has no address of its own. */
export function nodeArguments(request: NodeRequest): readonly string[] {
  const { builder, driver, append, platforms, endpoint, options, container } = request;
  return [
    ...["create", "--name", builder],
    ...(append ? ["--append"] : ["--driver", driver]),
    ...["--platform", platforms.join(",")],
    ...(container === undefined ? [] : containerArguments(container)),
    ...options.flatMap((option) => ["--driver-opt", csvField(option)]),
    ...(driver === "kubernetes" ? [] : [endpoint]),
  ];
}
