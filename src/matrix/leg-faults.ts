/** What is wrong with legs, as a person can act on it. */

import { Failure } from "../failure.ts";
import { digestInKey, type LegResult, legPrefix } from "./leg-result.ts";

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
      fix: "strategy:\n  matrix: $" + "{{ fromJSON(needs.plan.outputs.matrix) }}",
      anchor: "legs",
    });
  }
  return undefined;
}
