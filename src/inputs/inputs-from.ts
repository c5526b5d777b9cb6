/** Makes the inputs' values out of the workflow's text, or reports everything wrong with it at once. */

import type { Failure } from "../failure.ts";
import { excerpt, spelledOut } from "../visible.ts";
import { buildFrom } from "./build.ts";
import { builderFrom } from "./builder.ts";
import { csvFor } from "./csv.ts";
import { emulatorFrom } from "./emulator.ts";
import type { GitHubFacts } from "./github.ts";
import type { CheckInputs, Inputs, RunInputs } from "./inputs.ts";
import { checkLegOutputs, legFrom } from "./leg.ts";
import { platformsFrom } from "./platforms.ts";
import { publishFrom } from "./publish.ts";
import { InputReader, inputNames } from "./reader.ts";
import { registrationFrom } from "./registration.ts";
import { unknownNames } from "./unknown-names.ts";
import { wrongInputs } from "./wrong-inputs.ts";

export interface InputsResult {
  readonly inputs: Inputs;
  /** What the user should know though nothing is wrong; one sentence each. */
  readonly notices: readonly string[];
  /** What will harm though it can be done. */
  readonly warnings: readonly string[];
}

/**
 * Reads `raw` (input name -> text as written; absent or blank takes action.yml's default).
 * Throws `Failures` with every fault. `github` is undefined outside of GitHub. `look` finds what is
 * wrong with values that were read well, such as files that are missing.
 */
export async function inputsFrom(
  raw: Readonly<Record<string, string>>,
  github: GitHubFacts | undefined,
  look: (inputs: Inputs) => readonly Failure[] = () => [],
): Promise<InputsResult> {
  const reader = new InputReader(raw, await csvFor(raw, inputNames));
  const asked = platformsFrom(reader);
  const leg = legFrom(reader, asked);
  const build = buildFrom(reader, github);
  const publish = publishFrom(reader);
  if (leg !== undefined) checkLegOutputs(reader, publish);
  const emulator = emulatorFrom(reader);
  const inputs: Inputs = {
    platforms: leg?.platforms ?? asked,
    leg,
    build,
    publish,
    emulator,
    registration: registrationFrom(reader, emulator),
    builder: builderFrom(reader),
    checks: checksFrom(reader),
    run: runFrom(reader),
  };
  const { warnings } = reader;
  const notices = [...reader.notices, ...unknownNames(raw, inputNames)];
  const failures = [...reader.failures, ...look(inputs)];
  if (failures.length === 0) return { inputs, notices, warnings };
  throw wrongInputs(failures, "nothing was built or changed");
}

function checksFrom(reader: InputReader): CheckInputs {
  const network = reader.choice("test-network", ["none", "bridge", "host", "default"]);
  const checkAllow = reader.list("check-allow");
  for (const [index, path] of checkAllow.entries()) {
    if (path.startsWith("/")) continue;
    reader.fault({
      what: `Item ${index + 1} of the input \`check-allow\` is not an absolute path in the image.`,
      seen: excerpt(path),
      expected: "a path that starts with /",
      fix: `check-allow: /${path}`,
      anchor: "wrong-value",
    });
  }
  return {
    test: reader.text("test")?.replaceAll("\r\n", "\n"),
    testNetwork: network === "default" ? "bridge" : network,
    check: reader.choice("check", ["programs", "strict", "off"]),
    checkAllow,
    crashAllow: reader.list("crash-allow", { literalQuotes: true }),
  };
}

function runFrom(reader: InputReader): RunInputs {
  const text = reader.text("timeout") ?? "";
  if (!/^\d+(\.\d+)?$/.test(text)) {
    reader.fault({
      what: "The input `timeout` is not a number of minutes.",
      seen: spelledOut(text),
      expected: "a number, 0 or more; 0 is never",
      anchor: "wrong-value",
    });
  }
  return { dryRun: reader.boolean("dry-run"), timeout: Number(text) };
}
