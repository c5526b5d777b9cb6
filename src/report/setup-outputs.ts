/** The outputs of the step that only emulates. */

import { architectureFor } from "../platform/architecture.ts";
import { platformName } from "../platform/platform.ts";
import type { Outcome } from "./outcome.ts";
import { outputsOf } from "./outputs.ts";
import type { PlatformOutcome } from "./platform-outcome.ts";

/** Names as in setup/action.yml. */
export interface SetupOutputs {
  /**
   * What runs here, comma separated, the node's own first. An emulator of several variants counts
   * for each: `linux/arm/v7,linux/arm/v6,linux/arm/v5`, as docker/setup-qemu-action tells them.
   */
  readonly platforms: string;
  /** JSON array of `{platform, source, version, cpu, sha256, cacheHit}`. */
  readonly emulators: string;
}

export function setupOutputsOf(outcome: Outcome): SetupOutputs {
  const running = outcome.platforms.filter(({ native, proofs }) => native || proofs.length > 0);
  const platforms = [...new Set(running.flatMap(namesOf))].join(",");
  return { platforms, emulators: outputsOf(outcome).emulators };
}

function namesOf({ platform, native }: PlatformOutcome): readonly string[] {
  const name = platformName(platform);
  const variants = native ? [] : (architectureFor(platform)?.platforms ?? []);
  return [name, ...[...variants].reverse()];
}
