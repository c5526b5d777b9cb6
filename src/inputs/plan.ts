/** Makes the values of plan/action.yml's inputs, or reports everything wrong with them at once. */

import { nearestPlatform, parsePlatform } from "../platform/parse.ts";
import { type Platform, platformName } from "../platform/platform.ts";
import { excerpt } from "../visible.ts";
import { csvFor } from "./csv.ts";
import defaults from "./plan-defaults.json" with { type: "json" };
import { platformsFrom } from "./platforms.ts";
import { InputReader } from "./reader.ts";
import { type Runner, runnerFrom } from "./runner.ts";
import { unknownNames } from "./unknown-names.ts";
import { wrongInputs } from "./wrong-inputs.ts";

export interface PlanInputs {
  /** At least one, none twice, in the user's order. */
  readonly platforms: readonly Platform[];
  /** By canonical platform name; `*` for those that are not named. */
  readonly runners: Readonly<Record<string, Runner>>;
}

export interface PlanInputsResult {
  readonly inputs: PlanInputs;
  readonly notices: readonly string[];
}

/** Reads `raw` (input name -> text as written). Throws `Failures` with every fault. */
export async function planInputsFrom(
  raw: Readonly<Record<string, string>>,
): Promise<PlanInputsResult> {
  const names = Object.keys(defaults);
  const reader = new InputReader(raw, await csvFor(raw, []), defaults);
  const platforms = platformsFrom(reader);
  if (platforms.length === 0 && reader.failures.length === 0) noPlatform(reader);
  const inputs = { platforms, runners: runnersFrom(reader, platforms) };
  const { failures } = reader;
  if (failures.length === 0)
    return { inputs, notices: [...reader.notices, ...unknownNames(raw, names)] };
  throw wrongInputs(failures, "no plan was made");
}

function noPlatform(reader: InputReader): void {
  reader.fault({
    what: "The input `platforms` names no platform, and a plan needs one.",
    expected: "platforms such as linux/amd64,linux/arm64",
    cause: "a plan does not know the builder, whose own platform an empty list would mean",
    fix: "platforms: linux/amd64,linux/arm64",
    anchor: "platforms",
  });
}

/** Lines as they stand: a JSON array in one holds quotes and commas. */
function runnersFrom(reader: InputReader, platforms: readonly Platform[]): PlanInputs["runners"] {
  const lines = (reader.text("runners") ?? "").split(/\r?\n/).map((line) => line.trim());
  const planned = platforms.map(platformName);
  const found: Record<string, Runner> = {};
  for (const [index, line] of lines.filter((text) => text !== "").entries()) {
    const [, key = "", value = ""] = /^["']?([^=]*?)["']?\s*=\s*(.*)$/s.exec(line) ?? [];
    const platform = parsePlatform(key);
    const name = key === "*" ? key : platform && platformName(platform);
    const runner = runnerFrom(value);
    if (name === undefined || runner === undefined || found[name] !== undefined) {
      wrongLine(reader, { index, line, key, name, repeated: found[name ?? ""] !== undefined });
      continue;
    }
    found[name] = runner;
    if (name !== "*" && !planned.includes(name))
      reader.notices.push(`runners: ${name} is not in \`platforms\`, so its runner is not used.`);
  }
  return found;
}

interface WrongLine {
  readonly index: number;
  readonly line: string;
  readonly key: string;
  readonly name: string | undefined;
  readonly repeated: boolean;
}

function wrongLine(reader: InputReader, { index, line, key, name, repeated }: WrongLine): void {
  const near = name === undefined && key !== "" ? nearestPlatform(key) : undefined;
  const guess = near === undefined ? "" : ` (did you mean ${near}?)`;
  reader.fault({
    what: `Item ${index + 1} of the input \`runners\` names no platform with a runner.`,
    seen: excerpt(line),
    expected: repeated
      ? `one runner for ${name}`
      : `linux/arm64=label, *=label or linux/arm64=["label","label"], one a line${guess}`,
    fix: "runners: |\n  linux/arm64=ubuntu-24.04-arm",
    anchor: "by-platform",
  });
}
