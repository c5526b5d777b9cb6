/** Says in a few words what a run that succeeded has done. */

import { platformName } from "../platform/platform.ts";
import { code } from "./markdown.ts";
import type { Outcome } from "./outcome.ts";
import { countText } from "./units.ts";

/** `pushed linux/arm64`, `loaded 12 platforms`: the furthest that the result got. */
export function doneText({
  platforms,
  pushed,
  loaded,
  exported,
  dryRun,
  emulationOnly,
  legs = [],
}: Outcome): string {
  const merged = legs.filter(({ state }) => state === "there").map(({ platform }) => platform);
  const built = platforms.map(({ platform }) => platformName(platform));
  const names = [...built, ...merged].map((name) => code(name));
  const what = names.length > 4 ? countText(names.length, "platform") : names.join(", ");
  if (dryRun) return `planned ${what}; nothing was done`;
  if (emulationOnly) return `${what} run here`;
  if (pushed.length > 0) return `pushed ${what}`;
  if (loaded.length > 0) return `loaded ${what} into the engine`;
  if (exported.length > 0) return `wrote ${what}`;
  return `built ${what} into the cache only`;
}
