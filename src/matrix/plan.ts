/** Makes the plan: one leg for each platform, its runner, and the id by which its results are known. */

import type { PlanInputs, Runner } from "../inputs/plan.ts";
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
