/** How long the steps of each platform ran. */

import type { Step } from "./steps-event.ts";

export interface BuildTime {
  /** Wall time during which at least one step of this platform ran, in milliseconds. */
  readonly ms: number;
  readonly steps: number;
  /** How many of them came out of the cache. */
  readonly cached: number;
}

/**
 * Build time by platform, for each of `platforms` (canonical names, as asked for).
 *
 * A step of a cross build (`linux/amd64->arm64`) counts for the platform it works for. Steps without
 * a platform in their name count for the only platform; where there are several, for none. BuildKit's
 * own steps (loading, exporting) count for none: they would hide what the Dockerfile costs. None is
 * longer than the `whole` build (milliseconds by our clock), as the builder's may be set meanwhile.
 */
export function buildTimes(
  steps: readonly Step[],
  platforms: readonly string[],
  whole: number,
): Readonly<Record<string, BuildTime>> {
  const instructions = steps.filter(isInstruction);
  const only = platforms.length === 1 ? platforms[0] : undefined;
  const times = platforms.map((platform) => {
    const own = instructions.filter((step) => (step.platforms?.serves ?? only) === platform);
    const cached = own.filter((step) => step.cached).length;
    return [platform, { ms: Math.min(wallTime(own), whole), steps: own.length, cached }] as const;
  });
  return Object.fromEntries(times);
}

/** Whether it is a line of the Dockerfile (`[2/3] RUN`), not `[internal] …` or `exporting to …`. */
const isInstruction = (step: Step): boolean => /^\[[^\]]*\b\d+\/\d+\] /.test(step.name);

/** The union of all spans, so that steps beside one another count once. */
function wallTime(steps: readonly Step[]): number {
  const spans = steps.flatMap((step) => step.spans).sort((a, b) => a.start - b.start);
  let total = 0;
  let reached = 0;
  for (const { start, end } of spans) {
    const stop = end ?? start;
    total += Math.max(0, stop - Math.max(start, reached));
    reached = Math.max(reached, stop);
  }
  return total;
}
