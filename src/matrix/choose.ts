/** Chooses of all results that came to the merge the one of each planned platform, or says why not. */

import type { Failure } from "../failure.ts";
import type { LegResult } from "../inputs/leg-result.ts";
import type { Plan } from "../inputs/merge.ts";
import { type LegState, legsFailure } from "./leg-faults.ts";

export interface Wanted {
  readonly plan: Plan;
  /** Repositories of the tags: `ghcr.io/me/app`; a leg pushed to one of them, to the first if it does not say. */
  readonly repositories: readonly string[];
}

export interface ChosenLeg extends LegResult {
  readonly repository: string;
}

/**
 * The newest attempt's result of each planned platform; the missing ones are left out.
 *
 * Legs of an earlier attempt stay valid: a re-run of failed jobs runs only those again, with the same plan.
 * A re-run of all jobs makes a new plan, which makes every older leg a foreign one.
 * @returns a Failure where a leg is foreign, not planned, or there twice
 */
export function chooseLegs(
  { plan, repositories }: Wanted,
  results: readonly LegResult[],
): readonly ChosenLeg[] | Failure {
  const foreign = results.filter((leg) => isForeign(leg, plan, repositories));
  const own = results.filter((leg) => !foreign.includes(leg));
  const extra = own.filter(({ platform }) => !plan.platforms.includes(platform));
  const states: readonly LegState[] = [
    ...plan.platforms.map((platform) => newestOf(platform, own)),
    ...extra.map((leg) => ({ ...leg, kind: "extra" }) as const),
    ...foreign.map((leg) => ({ ...leg, kind: "foreign" }) as const),
  ];
  if (states.some(({ kind }) => kind !== "there" && kind !== "missing"))
    return legsFailure(plan, states);
  return states.flatMap((state) => {
    if (state.kind !== "there") return [];
    // Without `kind`: what is known of the leg from now on is another matter.
    const { kind: _, ...leg } = state;
    return [{ ...leg, repository: leg.repository ?? repositories[0] ?? "" }];
  });
}

function isForeign(leg: LegResult, plan: Plan, repositories: readonly string[]): boolean {
  const otherPlan = leg.plan !== undefined && leg.plan !== plan.id;
  return otherPlan || (leg.repository !== undefined && !repositories.includes(leg.repository));
}

function newestOf(platform: string, legs: readonly LegResult[]): LegState {
  const all = legs.filter((leg) => leg.platform === platform);
  const newest = Math.max(...all.map(({ attempt = 0 }) => attempt));
  // One that does not tell its attempt may be newer than any other.
  const [leg, ...more] = all.filter(({ attempt = newest }) => attempt === newest);
  if (leg === undefined) return { kind: "missing", platform };
  if (more.length === 0) return { ...leg, kind: "there" };
  return { kind: "repeated", platform, digests: [leg, ...more].map(({ digest }) => digest) };
}
