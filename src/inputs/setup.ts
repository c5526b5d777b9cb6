/** Makes the values of setup/action.yml's inputs, or reports everything wrong with them at once. */

import { architectures } from "../platform/architecture.ts";
import { nearestPlatform, parsePlatform, parseTarget } from "../platform/parse.ts";
import { type Platform, platformName } from "../platform/platform.ts";
import { spelledOut } from "../visible.ts";
import { csvFor } from "./csv.ts";
import { emulatorFrom } from "./emulator.ts";
import type { EmulatorInputs, RegistrationInputs } from "./inputs.ts";
import { platformWords } from "./platforms.ts";
import { InputReader } from "./reader.ts";
import { registrationFrom } from "./registration.ts";
import defaults from "./setup-defaults.json" with { type: "json" };
import { withImage } from "./setup-image.ts";
import { unknownNames } from "./unknown-names.ts";
import { wrongInputs } from "./wrong-inputs.ts";

export interface SetupInputs {
  /** `all`: whatever the source of emulators has. Else no platform twice, in the user's order. */
  readonly platforms: "all" | readonly Platform[];
  readonly emulator: EmulatorInputs;
  readonly registration: RegistrationInputs;
}

export interface SetupInputsResult {
  readonly inputs: SetupInputs;
  /** What the user should know though nothing is wrong; one sentence each. */
  readonly notices: readonly string[];
}

/**
 * Reads `raw` (input name -> text as written; absent or blank takes setup/action.yml's default).
 * Throws `Failures` with every fault.
 */
export async function setupInputsFrom(
  raw: Readonly<Record<string, string>>,
): Promise<SetupInputsResult> {
  const names = Object.keys(defaults);
  const reader = new InputReader(raw, await csvFor(raw, names), defaults);
  const emulator = withImage(emulatorFrom(reader), reader);
  const cacheImage = reader.boolean("cache-image");
  const inputs: SetupInputs = {
    platforms: wantedFrom(reader),
    emulator: { ...emulator, cache: emulator.cache && cacheImage },
    registration: registrationFrom(reader, emulator),
  };
  const notices = [...reader.notices, ...resetNotice(reader), ...unknownNames(raw, names)];
  const { failures } = reader;
  if (failures.length === 0) return { inputs, notices };
  throw wrongInputs(failures, "nothing was registered or changed");
}

/** What means less here than in docker/setup-qemu-action. */
function resetNotice(reader: InputReader): readonly string[] {
  if (!reader.boolean("reset")) return [];
  return [
    "reset: nothing is uninstalled, as others may use it; this job's own handlers stand in front of those that are there, and go after the job.",
  ];
}

function wantedFrom(reader: InputReader): SetupInputs["platforms"] {
  const words = platformWords(reader);
  if (words.some((word) => word.toLowerCase() === "all")) return "all";
  const found = new Map<string, Platform>();
  for (const [index, word] of words.entries()) {
    const platform = parsePlatform(word) ?? bareTarget(word);
    if (platform === undefined) unknownWord(reader, word, index + 1);
    else found.set(platformName(platform), platform);
  }
  return [...found.values()];
}

/** What QEMU emulates and Docker has no name for goes by QEMU's: `hppa` -> linux/hppa. */
function bareTarget(word: string): Platform | undefined {
  const target = parseTarget(word.replace(/^linux\//i, ""));
  return target === undefined ? undefined : { os: "linux", architecture: target };
}

function unknownWord(reader: InputReader, word: string, number: number): void {
  const near = nearestPlatform(word);
  const known = architectures.map(({ target, platforms }) =>
    (platforms.at(-1) ?? target).replace("linux/", ""),
  );
  reader.fault({
    what: `Item ${number} of the input \`platforms\` names nothing that QEMU emulates.`,
    seen: spelledOut(word),
    expected: near === undefined ? `all, or some of ${known.join(", ")}` : `did you mean ${near}?`,
    ...(near === undefined ? {} : { fix: `platforms: ${near}` }),
    anchor: "platforms",
  });
}
