/** Warns where a push takes platforms away from a tag: the last of several jobs wins a shared one. */

import { registryAuth } from "../../engine/registry/credentials.ts";
import { readDistribution } from "../../engine/registry/distribution.ts";
import type { Inputs } from "../../inputs/inputs.ts";
import type { Job } from "../../job/job.ts";
import { type Platform, platformName } from "../../platform/platform.ts";
import { environment } from "../../runner/env.ts";
import type { RunRecord } from "../record.ts";

/** A tag and the platforms that it had before this run. */
export interface Held {
  readonly tag: string;
  readonly platforms: readonly Platform[];
}

/**
 * What the tags to push hold in the registry now. Meant to be asked while the image is built; never
 * rejects, since a registry that does not answer is told by the push.
 */
export async function heldUnder(job: Job, { publish, leg }: Inputs): Promise<readonly Held[]> {
  if (!publish.push || leg !== undefined) return [];
  return await Promise.all(
    publish.tags.map(async (tag) => {
      try {
        const auth = await registryAuth(tag, environment());
        const seen = await readDistribution(job.engine, tag, { auth, signal: job.signal });
        return { tag, platforms: seen?.platforms ?? [] };
      } catch {
        return { tag, platforms: [] };
      }
    }),
  );
}

/** One warning for all tags that lost platforms to this push. */
export function warnOfVanished(
  held: readonly Held[],
  pushed: readonly Platform[],
  record: RunRecord,
): void {
  const kept = pushed.map(platformName);
  const lost = held.flatMap(({ tag, platforms }) => {
    const gone = platforms.map(platformName).filter((name) => !kept.includes(name));
    return gone.length === 0 ? [] : [{ tag, gone }];
  });
  if (lost.length === 0) return;
  const all = [...new Set([...lost.flatMap(({ gone }) => gone), ...kept])].join(",");
  const had = lost.map(({ tag, gone }) => `${tag} had ${gone.join(", ")}`).join("; ");
  record.warn(
    `The push took platforms away: ${had}; now there is ${kept.join(", ")} only. Where several jobs push one tag, the last one wins: build all platforms in one step, \`platforms: ${all}\`.`,
  );
}
