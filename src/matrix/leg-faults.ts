/** What is wrong with legs, as a person can act on it. */

import { Failure } from "../failure.ts";
import type { LegResult } from "../inputs/leg-result.ts";
import type { Plan } from "../inputs/merge.ts";
import { digestInKey, legPrefix } from "./leg-result.ts";

/** What is known of one leg, planned or not. */
export type LegState =
  | ({ readonly kind: "there" | "extra" | "foreign" | "deleted" } & LegResult)
  /** The image is for other platforms than the leg says. */
  | ({ readonly kind: "other"; readonly holds: readonly string[] } & LegResult)
  | { readonly kind: "missing"; readonly platform: string }
  | { readonly kind: "repeated"; readonly platform: string; readonly digests: readonly string[] };

/** One Failure for all that is not as planned: expected, got, missing. */
export function legsFailure(plan: Plan, states: readonly LegState[]): Failure {
  const bad = states.find(({ kind }) => kind !== "there")?.kind ?? "there";
  return new Failure({
    what: "The legs are not what was planned; no tag was moved",
    seen: states.map(stateText).join("\n"),
    expected: `${plan.platforms.join(", ")}: each once, of plan ${plan.id}`,
    ...CURES[bad],
    anchor: "legs",
  });
}

function stateText(state: LegState): string {
  const { platform } = state;
  switch (state.kind) {
    case "missing":
      return `missing: ${platform}`;
    case "deleted":
      return `missing: ${platform}; ${state.repository} has no ${state.digest} any more`;
    case "repeated":
      return `repeated: ${platform}, ${state.digests.join(" and ")}`;
    case "other":
      return `wrong: ${platform}, ${state.digest} is for ${state.holds.join(", ") || "no platform"}`;
    case "extra":
      return `not planned: ${platform}, ${state.digest}`;
    case "foreign":
      return `foreign: ${platform}, ${state.digest} of plan ${state.plan}, pushed to ${state.repository}`;
    case "there":
      return `${platform}: ${state.digest}${state.attempt === undefined ? "" : `, attempt ${state.attempt}`}`;
  }
}

const RERUN = "Re-run jobs, Re-run all jobs   # in the menu of the run";
const MATRIX = "strategy:\n  matrix: $" + "{{ fromJSON(needs.plan.outputs.matrix) }}";

const CURES: Readonly<Record<LegState["kind"], { cause?: string; fix?: string }>> = {
  there: {},
  missing: {
    cause:
      "its job failed or did not run, pushed nothing, or had no Actions cache to tell it through",
    fix: "digests: $" + "{{ needs.image.outputs.leg }}   # or allow-missing: with the platform",
  },
  deleted: { cause: "a clean-up of untagged images ran in between", fix: RERUN },
  repeated: {
    cause: "the matrix has an entry twice, or one leg was handed over twice",
    fix: MATRIX,
  },
  other: { cause: "the leg's result was handed over under another platform's name", fix: MATRIX },
  extra: { cause: "the leg was built outside of the plan", fix: MATRIX },
  foreign: {
    cause: "results of another run, of an earlier plan of this run, or of another image",
    fix: RERUN,
  },
};

/** A Failure where another leg of this plan and attempt has told its result for the same platform. */
export function repeatedLeg(
  legs: readonly LegResult[],
  found: readonly (string | undefined)[],
): Failure | undefined {
  for (const [index, leg] of legs.entries()) {
    const other = digestInKey(found[index] ?? "", legPrefix(leg));
    if (other === undefined || other === leg.digest) continue;
    return new Failure({
      what: `Two legs of one plan built ${leg.platform}`,
      seen: `${leg.digest} from this leg, ${other} from another one`,
      expected: "one leg for each platform",
      cause: "the matrix has an entry twice, or has more dimensions than the plan's legs",
      fix: MATRIX,
      anchor: "legs",
    });
  }
  return undefined;
}
