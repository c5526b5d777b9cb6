/** The summary's table of a merge's legs, and what the merge gives out. */

import type { LegOutcome } from "./leg-outcome.ts";
import { code, table } from "./markdown.ts";
import type { Outcome } from "./outcome.ts";

const NONE = "–";

/** One row for each planned platform: its image, the leg's attempt, attestations, what became of it. */
export function legTable(legs: readonly LegOutcome[] = []): string {
  if (legs.length === 0) return "";
  const rows = legs.map(({ platform, state, digest, attempt, attestations }) => [
    code(platform),
    state === "there" ? "in the image" : `**${state}**`,
    digest === undefined ? NONE : code(digest),
    attempt === undefined ? NONE : String(attempt),
    attestations === undefined ? NONE : String(attestations),
  ]);
  return table(["platform", "leg", "digest", "attempt", "attestations"], rows);
}

/** Names as in merge/action.yml. */
export interface MergeOutputs {
  /** Of the index, as every registry answers it. */
  readonly digest: string;
  /** Comma separated. */
  readonly platforms: string;
  /** JSON, platform -> digest of its image. */
  readonly digests: string;
  /** JSON with the names buildx uses. */
  readonly metadata: string;
}

export function mergeOutputsOf({ legs = [], pushed, digest, metadata }: Outcome): MergeOutputs {
  const there = legs.filter(({ state }) => state === "there");
  const names = pushed.map(({ ref }) => ref).join(",");
  const digests = there.map(({ platform, image }) => [platform, image]);
  return {
    digest: digest ?? "",
    platforms: there.map(({ platform }) => platform).join(","),
    digests: JSON.stringify(Object.fromEntries(digests)),
    metadata: JSON.stringify({
      "image.name": names,
      "containerimage.digest": digest,
      "containerimage.descriptor": JSON.parse(metadata ?? "{}"),
    }),
  };
}
