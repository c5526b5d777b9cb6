/** The door to buildx: its command line, whose output is read as it comes. */

import { type CommandOptions, type CommandResult, runCommand } from "../runner/command.ts";
import { environment } from "../runner/env.ts";
import { contextName, createContext, deleteContext, needsContext } from "./context.ts";
import { Lines } from "./lines.ts";
import { buildxCommand } from "./plugin.ts";

/** Characters of one line that are read whole; rawjson lines are a few kB, some carry a Dockerfile. */
const LONGEST = 16 * 1024 * 1024;

/** A builder as `docker buildx inspect` tells. */
export interface BuilderReport {
  readonly name: string;
  /** `docker`, `docker-container`, `kubernetes`, `remote`, `cloud`. */
  readonly driver: string;
  /** Whether all of its nodes are running. */
  readonly running: boolean;
  /** All its nodes' platforms, without the `*` of those given by hand. */
  readonly platforms: readonly string[];
}

/** Runs `docker buildx …`, or buildx itself, and resolves with any exit code; nothing of it is printed. */
export async function buildx(
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { program, args: first } = await buildxCommand(options.env ?? environment());
  return await runCommand(program, [...first, ...args], options);
}

/** As `buildx`, handing on each line of error output (where progress comes) as it comes. */
export async function buildxLines(
  args: readonly string[],
  onLine: (line: string) => void,
  options: Pick<CommandOptions, "env"> = {},
): Promise<CommandResult> {
  const lines = new Lines(LONGEST, onLine);
  const result = await buildx(args, { ...options, onStderr: (data) => lines.push(data) });
  lines.end();
  return result;
}

/** What a builder is; `bootstrap` starts it first where it can be started. */
export async function inspectBuilder(
  name: string,
  bootstrap: boolean,
): Promise<{ readonly result: CommandResult; readonly report: BuilderReport | undefined }> {
  const result = await buildx(["inspect", name, ...(bootstrap ? ["--bootstrap"] : [])]);
  const report = result.exitCode === 0 ? reportFrom(result.stdout) : undefined;
  return { result, report };
}

export interface BuilderRequest {
  readonly name: string;
  /** Image of BuildKit. */
  readonly image: string;
  /** Whether it shares the network of the engine's node. */
  readonly hostNetwork: boolean;
  /** Path of its `buildkitd.toml`; absent: BuildKit's defaults, or the user's file of those. */
  readonly config?: string | undefined;
}

/** Makes a container builder and starts it; it does not become the current one. */
export async function createBuilder(request: BuilderRequest): Promise<CommandResult> {
  const env = environment();
  const context = needsContext(env) ? await createContext(request.name) : undefined;
  if (context !== undefined && context.exitCode !== 0) return context;
  const options = [`image=${request.image}`, ...(request.hostNetwork ? ["network=host"] : [])];
  const flags = options.flatMap((option) => ["--driver-opt", option]);
  return await buildx([
    ...["create", "--name", request.name, "--driver", "docker-container"],
    ...flags,
    ...(request.config === undefined ? [] : ["--buildkitd-config", request.config]),
    "--bootstrap",
    ...(context === undefined ? [] : [contextName(request.name)]),
  ]);
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

/** Reads the text of `docker buildx inspect`; undefined when it names no driver. Touches nothing. */
export function reportFrom(text: string): BuilderReport | undefined {
  const valuesOf = (key: string): string[] =>
    [...text.matchAll(new RegExp(`^${key}:[ \\t]*(.*?)[ \\t]*$`, "gm"))].map(
      ([, value = ""]) => value,
    );
  const driver = valuesOf("Driver")[0];
  const status = valuesOf("Status");
  if (driver === undefined || driver === "") return undefined;
  const platforms = valuesOf("Platforms").flatMap((list) => list.split(/,\s*/));
  return {
    name: valuesOf("Name")[0] ?? "",
    driver,
    running: status.length > 0 && status.every((value) => value === "running"),
    platforms: platforms.map((platform) => platform.replaceAll("*", "")).filter(Boolean),
  };
}
