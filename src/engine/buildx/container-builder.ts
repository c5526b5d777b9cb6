/** Makes and removes a builder of buildx's docker-container driver. */

import { type CommandResult, runCommand } from "../../runner/command.ts";
import { environment } from "../../runner/env.ts";
import { contextName, createContext, deleteContext, needsContext } from "../connection/context.ts";
import { buildx } from "./buildx.ts";

/** The first is what buildx itself gives where no flags are. */
const GRANTS = ["network.host", "security.insecure"]
  .map((name) => `--allow-insecure-entitlement=${name}`)
  .join(" ");

/** What a container of BuildKit is made with. */
export interface ContainerRequest {
  /** Image of BuildKit. */
  readonly image: string;
  /** Whether it shares the network of the engine's node. */
  readonly hostNetwork: boolean;
  /** Whether builds may ask for `security.insecure`, besides `network.host`. */
  readonly insecure?: boolean;
  /** Path of its `buildkitd.toml`; absent: BuildKit's defaults, or the user's file of those. */
  readonly config?: string | undefined;
}

export interface BuilderRequest extends ContainerRequest {
  readonly name: string;
  /** Platforms that it shall build where it is one of several nodes; absent: whatever it can. */
  readonly platforms?: readonly string[] | undefined;
}

/** Makes a container builder and starts it; it does not become the current one. */
export async function createBuilder(request: BuilderRequest): Promise<CommandResult> {
  const env = environment();
  const context = needsContext(env) ? await createContext(request.name) : undefined;
  if (context !== undefined && context.exitCode !== 0) return context;
  return await buildx([
    ...["create", "--name", request.name, "--driver", "docker-container"],
    ...containerArguments(request),
    ...(request.platforms === undefined ? [] : ["--platform", request.platforms.join(",")]),
    "--bootstrap",
    ...(context === undefined ? [] : [contextName(request.name)]),
  ]);
}

/** Arguments of `docker buildx create` for a container. */
export function containerArguments(request: ContainerRequest): readonly string[] {
  const options = [`image=${request.image}`, ...(request.hostNetwork ? ["network=host"] : [])];
  return [
    ...options.flatMap((option) => ["--driver-opt", option]),
    ...(request.insecure ? ["--buildkitd-flags", GRANTS] : []),
    ...(request.config === undefined ? [] : ["--buildkitd-config", request.config]),
  ];
}

/**
 * Removes a builder with its container and its volume; gone already is as good as removed.
 *
 * Where buildx no longer knows it (its state was another, or lost) they are removed by their names,
 * which the docker-container driver makes of the builder's: `buildx_buildkit_<name>0`.
 */
export async function deleteBuilder(name: string): Promise<CommandResult> {
  const result = await withoutBuilder(name);
  if (result.exitCode !== 0 || !needsContext(environment())) return result;
  return await deleteContext(name);
}

/** It knows no such builder, or cannot keep any. */
const UNKNOWN = /\bno builder\b.*\bfound\b|read-only file system|permission denied/i;

async function withoutBuilder(name: string): Promise<CommandResult> {
  const result = await buildx(["rm", name]);
  if (result.exitCode === 0 || !UNKNOWN.test(result.stderr)) return result;
  const container = `buildx_buildkit_${name}0`;
  const removed = await runCommand("docker", ["rm", "--force", "--volumes", container]);
  if (removed.exitCode !== 0) return removed;
  return await runCommand("docker", ["volume", "rm", "--force", `${container}_state`]);
}
