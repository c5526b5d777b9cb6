/** Looks in the Actions cache for what the legs of a plan told. */

import { Failure } from "../../failure.ts";
import type { LegResult } from "../../inputs/leg-result.ts";
import type { Plan } from "../../inputs/merge.ts";
import { digestInKey, legPrefix } from "../../matrix/leg-result.ts";
import { hasCacheService } from "../../runner/action-cache.ts";
import { environment } from "../../runner/env.ts";
import { askMarks, type MarkOptions } from "../cache-marks.ts";

/** Most keys in one question; the service takes 10. */
const MOST = 10;

/**
 * The result of the newest attempt of each platform's leg that has one.
 * @throws Failure where there is no cache, or it could not be asked: nothing is known then
 */
export async function legsInCache(
  plan: Plan,
  repositories: readonly string[],
  options: MarkOptions,
): Promise<readonly LegResult[]> {
  if (!hasCacheService()) throw noCache("this job has no cache service");
  const wishes = plan.platforms.flatMap((platform) => wishesFor(platform, plan, repositories));
  const find = wishes.map((places) => places.map(legPrefix));
  const { found, said } = await askMarks({ find }, options);
  const legs = wishes.flatMap((places, index) =>
    places.flatMap((place) => {
      const digest = digestInKey(found[index] ?? "", legPrefix(place));
      return digest === undefined ? [] : [{ ...place, digest }];
    }),
  );
  if (said !== "" && legs.length < plan.platforms.length) throw noCache(said);
  return legs;
}

type Place = Omit<Required<LegResult>, "digest">;

/** Places of one platform's result, the newest attempt first, as many as one question may have. */
function wishesFor(
  platform: string,
  { id }: Plan,
  repositories: readonly string[],
): readonly (readonly Place[])[] {
  const first = Number(id.split("-")[1]);
  const { GITHUB_RUN_ATTEMPT: now = "" } = environment();
  const last = Math.max(first, Number(now) || first);
  const attempts = Array.from({ length: last - first + 1 }, (_, index) => last - index);
  const places = attempts.flatMap((attempt) =>
    repositories.map((repository) => ({ platform, repository, plan: id, attempt })),
  );
  const questions = Math.ceil(places.length / MOST);
  return Array.from({ length: questions }, (_, index) =>
    places.slice(index * MOST, (index + 1) * MOST),
  );
}

function noCache(seen: string): Failure {
  return new Failure({
    what: "What the legs pushed could not be learned from the Actions cache; no tag was moved",
    seen,
    expected: "a cache service that answers, or the input `digests`",
    fix: "digests: $" + "{{ needs.image.outputs.leg }}",
    anchor: "legs-cache",
  });
}
