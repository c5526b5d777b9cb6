/** Asks a registry what it holds, the way what was pushed there went, by the same trust and login. */

import { type RawManifest, readManifest } from "../../engine/buildx/imagetools.ts";
import { parseJson } from "../../engine/json.ts";
import { registryAuth } from "../../engine/registry/credentials.ts";
import { readDistribution } from "../../engine/registry/distribution.ts";
import { openRegistry } from "../../engine/registry/open.ts";
import { parseReference, type Reference, repositoryOf } from "../../engine/registry/reference.ts";
import { manifestFrom } from "../../image/manifest.ts";
import type { Published } from "../../image/read-back.ts";
import type { Platform } from "../../platform/platform.ts";
import { environment } from "../../runner/env.ts";
import type { BuildContext } from "../build/build.ts";

/** What a registry holds under a tag, with the config digest of each platform's image. */
export interface Seen extends Published {
  /** Empty where the engine was asked, which knows the digest by its own store. */
  readonly configs: readonly { readonly platform: Platform; readonly configDigest: string }[];
}

type Asker = Pick<BuildContext, "job" | "builder" | "ground">;

/**
 * What the registry holds under `ref` (tag or digest), undefined where it holds nothing. A single
 * manifest tells no platform of its own: it gets `wanted`.
 */
export async function seenUnder(
  asker: Asker,
  ref: string,
  wanted: readonly Platform[],
): Promise<Seen | undefined> {
  const { job, builder } = asker;
  if (builder.driver === "docker") {
    const auth = await registryAuth(ref, environment());
    const seen = await readDistribution(job.engine, ref, { auth, signal: job.signal });
    return seen && { digest: seen.digest, platforms: seen.platforms ?? wanted, configs: [] };
  }
  const reference = parseReference(ref);
  return await reading(asker, reference, async (read) => {
    const top = await read(reference.digest ?? reference.tag ?? "latest");
    return top && (await seenIn(top, wanted, read));
  });
}

/** Reads what a tag or a digest of one repository names. */
type Read = (what: string) => Promise<RawManifest | undefined>;

/** A builder of this job's own trusts as the engine does; of the user's only buildx knows how. */
async function reading<T>(
  { job, builder, ground }: Asker,
  reference: Reference,
  work: (read: Read) => Promise<T>,
): Promise<T> {
  const name = repositoryOf(reference);
  if (ground.builder.kind !== "own") {
    const joint = (what: string): string => (what.includes(":") ? "@" : ":");
    return await work((what) => readManifest(`${name}${joint(what)}${what}`, builder.name));
  }
  const opening = { trust: ground.node.trust, env: environment(), signal: job.signal };
  const registry = await openRegistry(reference, opening);
  try {
    return await work(async (what) => {
      const found = await registry.manifest(reference.path, what);
      const value =
        found && parseJson(found.bytes.toString("utf8"), `the manifest ${name} ${what}`);
      return found && { digest: found.digest, value };
    });
  } finally {
    registry.close();
  }
}

async function seenIn(top: RawManifest, wanted: readonly Platform[], read: Read): Promise<Seen> {
  const { digest } = top;
  const manifest = manifestFrom(top.value);
  if (manifest.kind === "image") {
    // A lone manifest names no platform: its config is compared with the one that was built.
    const configs = wanted.map((platform) => ({ platform, ...manifest }));
    return { digest, platforms: wanted, configs };
  }
  const configs = await Promise.all(
    manifest.images.map(async (image) => {
      const child = await read(image.digest);
      const inner = child === undefined ? undefined : manifestFrom(child.value);
      const configDigest = inner?.kind === "image" ? inner.configDigest : "";
      return { platform: image.platform, configDigest };
    }),
  );
  return { digest, platforms: manifest.images.map(({ platform }) => platform), configs };
}
