/** The door to buildx: its command line, whose output is read as it comes. */

import { type CommandOptions, type CommandResult, runCommand } from "../../runner/command.ts";
import { environment } from "../../runner/env.ts";
import { Lines } from "../lines.ts";
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
  /** Endpoints of its nodes that are the BuildKit inside an engine with the classic image store. */
  readonly classic: readonly string[];
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
    classic: text.split(/^(?=Name:)/m).flatMap(classicEndpoint),
  };
}

/** Of a node's part of the text. Engines have the first label; only the classic store has no second. */
function classicEndpoint(part: string): readonly string[] {
  if (!part.includes(".worker.moby.host-gateway-ip:") || part.includes(".worker.snapshotter:"))
    return [];
  const [, endpoint = ""] = /^Endpoint:[ \t]*(\S*)/m.exec(part) ?? [];
  return [endpoint];
}
