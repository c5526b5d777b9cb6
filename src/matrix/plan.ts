/** Makes the plan: one leg for each platform, its runner, and the id by which its results are known. */

import { Failure } from "../failure.ts";
import type { PlanInputs } from "../inputs/plan.ts";
import type { Runner } from "../inputs/runner.ts";
import { type Platform, platformName, platformSuffix } from "../platform/platform.ts";
import { hostedRunner, isNativeOn } from "./hosted.ts";

/** One entry of the matrix; a job reads it as `matrix`. */
export interface PlannedLeg {
  readonly platform: string;
  readonly runner: Runner;
  /** Whether the runner needs no emulator for it, as far as its label says. */
  readonly native: boolean;
  /** The platform as a part of a name: `arm64`, `arm-v7`. */
  readonly suffix: string;
  /** Id of the plan. */
  readonly plan: string;
}

export interface RunFacts {
  /** `GITHUB_RUN_ID` */
  readonly runId: string;
  /** `GITHUB_RUN_ATTEMPT` */
  readonly attempt: string;
  /** 8 hex digits: a run may have several plans. */
  readonly random: string;
}

/** `7-1-0a1b2c3d`: run, attempt in which the plan was made, and what tells it from other plans of it. */
export function planId({ runId, attempt, random }: RunFacts): string {
  const part = (text: string): string => (/^\d{1,20}$/.test(text) ? text : "0");
  return `${part(runId)}-${part(attempt)}-${random}`;
}

/** A leg for each platform, in their order. */
export function legsOf(inputs: PlanInputs, id: string): readonly PlannedLeg[] {
  return inputs.platforms.map((platform) => {
    const name = platformName(platform);
    const named = inputs.runners[name] ?? inputs.runners["*"];
    const runner = named ?? hostedRunner(platform);
    const suffix = platformSuffix(name);
    const native = nativeOn(runner, platform, inputs.runners[name] !== undefined);
    return { platform: name, runner, native, suffix, plan: id };
  });
}

/** Of a runner that GitHub does not offer, who names it for one platform says that it is of that kind. */
function nativeOn(runner: Runner, platform: Platform, named: boolean): boolean {
  return (typeof runner === "string" ? isNativeOn(runner, platform) : undefined) ?? named;
}

/** Texts of the outputs, by name. */
export function planOutputs(legs: readonly PlannedLeg[], id: string) {
  const platforms = legs.map(({ platform }) => platform);
  return {
    matrix: JSON.stringify({ include: legs }),
    platforms: platforms.join(","),
    legs: String(legs.length),
    plan: JSON.stringify({ id, platforms }),
  };
}

/**
 * What GitHub takes from a job, in UTF-16 ("Job outputs exceed 1,048,576 bytes" where it is more).
 * What legs and a merge give out is far below: there are some 50 platforms, 120 bytes each.
 */
const LARGEST = 1 << 20;

/** A Failure where the plan's outputs are more than GitHub takes from a job: its legs would never start. */
export function outputsFault(outputs: Readonly<Record<string, string>>): Failure | undefined {
  const bytes = Object.values(outputs).reduce((sum, { length }) => sum + 2 * length, 0);
  if (bytes <= LARGEST) return undefined;
  return new Failure({
    what: "The plan is larger than the outputs that GitHub takes from a job",
    seen: `${bytes} bytes`,
    expected: `at most ${LARGEST}`,
    cause: "`runners` has very long lines, which stand in the plan for each platform",
    fix: "runners: linux/arm64=ubuntu-24.04-arm",
    anchor: "by-platform",
  });
}
