/** Hands a leg's result over to the merge: as outputs, and through the Actions cache. */

import type { Inputs } from "../../inputs/inputs.ts";
import { repeatedLeg } from "../../matrix/leg-faults.ts";
import { digestsText, legKey, legPrefix, legText } from "../../matrix/leg-result.ts";
import { hasCacheService } from "../../runner/action-cache.ts";
import { environment } from "../../runner/env.ts";
import { log } from "../../runner/log.ts";
import { askMarks, type MarkOptions } from "../cache-marks.ts";
import type { RunRecord } from "../record.ts";

export interface Pushed {
  readonly repository: string;
  readonly digest: string;
  readonly platforms: readonly string[];
}

interface Handing {
  readonly job: MarkOptions;
  readonly inputs: Pick<Inputs, "leg">;
  readonly record: Pick<RunRecord, "add" | "notice">;
}

/** A cache that takes nothing is told, and fails nothing: the outputs say the same. */
export async function handOver(
  { job, inputs, record }: Handing,
  { repository, digest, platforms }: Pushed,
): Promise<void> {
  const plan = inputs.leg?.plan ?? "";
  const attempt = Number(environment().GITHUB_RUN_ATTEMPT) || 1;
  const legs = platforms.map((platform) => ({ platform, digest, repository, plan, attempt }));
  record.add({ legOutputs: { digests: digestsText(legs), leg: legText(legs) } });
  if (!hasCacheService()) {
    log.info("no Actions cache here: give merge the output `leg` of each leg");
    return;
  }
  const asked = { find: legs.map((leg) => [legPrefix(leg)]), save: legs.map(legKey) };
  const { found, saved, foundAfter, said } = await askMarks(asked, job);
  const failure = repeatedLeg(legs, found) ?? repeatedLeg(legs, foundAfter);
  if (failure !== undefined) throw failure;
  const lost = legs.filter((leg) => !saved.includes(legKey(leg)) && !found.includes(legKey(leg)));
  if (lost.length === 0) {
    log.info("the Actions cache has the result for the merge");
    return;
  }
  const why = said === "" ? "" : ` (${said})`;
  record.notice(
    `The Actions cache did not take this leg's result${why}: give merge the output \`leg\` of each leg as \`digests\`.`,
  );
}
