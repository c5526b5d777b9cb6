/** Compares what each leg told with what the registry has of it. */

import type { ChosenLeg } from "./choose.ts";
import type { LegContent } from "./leg-content.ts";
import type { LegState } from "./leg-faults.ts";
import type { LegImage } from "./leg-image.ts";
import type { Place } from "./spread.ts";

/** A digest, the legs that told it, and what is under it; undefined: nothing. */
export interface Pushed {
  readonly legs: readonly ChosenLeg[];
  readonly source: Place;
  readonly content: LegContent | undefined;
}

export interface LookedImage {
  readonly leg: ChosenLeg;
  readonly image: LegImage;
  readonly source: Place;
}

/** What is known of the leg of a planned platform. */
export function stateOf(platform: string, pushed: readonly Pushed[]): LegState {
  const group = pushed.find(({ legs }) => legs.some((leg) => leg.platform === platform));
  const leg = group?.legs.find((one) => one.platform === platform);
  if (group === undefined || leg === undefined) return { kind: "missing", platform };
  if (group.content === undefined) return { ...leg, kind: "deleted" };
  const holds = group.content.images.map((image) => image.platform).sort();
  const told = group.legs.map((one) => one.platform).sort();
  return holds.join() === told.join()
    ? { ...leg, kind: "there" }
    : { ...leg, kind: "other", holds };
}

/** The image of a platform, and its leg; empty where there is none. */
export function partOf(platform: string, pushed: readonly Pushed[]): readonly LookedImage[] {
  return pushed.flatMap(({ legs, source, content }) => {
    const leg = legs.find((one) => one.platform === platform);
    const image = content?.images.find((one) => one.platform === platform);
    return leg === undefined || image === undefined ? [] : [{ leg, image, source }];
  });
}
