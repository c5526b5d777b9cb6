/** Asks a registry what it holds, the way what was pushed there went: through the engine or buildx. */

import { registryAuth } from "../engine/credentials.ts";
import { readDistribution } from "../engine/distribution.ts";
import { readManifest } from "../engine/imagetools.ts";
import { manifestFrom } from "../image/manifest.ts";
import type { Published } from "../image/read-back.ts";
import type { Platform } from "../platform/platform.ts";
import { environment } from "../runner/env.ts";
import type { BuildContext } from "./build.ts";

/**
 * What the registry holds under `ref` (tag or digest), undefined where it holds nothing. A single
 * manifest tells no platform of its own: it gets `wanted`.
 *
 * The engine's own builder follows the engine's trust, which buildx by itself does not know.
 */
export async function seenUnder(
  { job, builder }: Pick<BuildContext, "job" | "builder">,
  ref: string,
  wanted: readonly Platform[],
): Promise<Published | undefined> {
  if (builder.driver === "docker") {
    const auth = await registryAuth(ref, environment());
    const seen = await readDistribution(job.engine, ref, { auth, signal: job.signal });
    return seen && { digest: seen.digest, platforms: seen.platforms ?? wanted };
  }
  const top = await readManifest(ref, builder.name);
  if (top === undefined) return undefined;
  const manifest = manifestFrom(top.value);
  const index = manifest.kind === "index" ? manifest.images : undefined;
  return { digest: top.digest, platforms: index?.map(({ platform }) => platform) ?? wanted };
}
