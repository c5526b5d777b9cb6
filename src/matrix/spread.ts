/** Brings all that an image is made of to a repository, before any tag there names it. */

import { setTimeout as sleep } from "node:timers/promises";
import { type Descriptor, descriptorFrom } from "../engine/images/image-facts.ts";
import { listAt, textsAt, valueAt } from "../engine/json.ts";
import { putBlob } from "../engine/registry/put-blob.ts";
import type { Registry } from "../engine/registry/registry.ts";
import { jsonOf, type Stored } from "../engine/registry/stored.ts";
import { Failure } from "../failure.ts";
import { inBatches } from "../runner/batches.ts";
import type { Entry } from "./leg-image.ts";

/** A repository in its registry. */
export interface Place {
  readonly registry: Registry;
  /** `me/app` */
  readonly path: string;
}

/** A manifest and where its leg pushed it. */
export interface Part {
  readonly entry: Entry;
  readonly source: Place;
}

/** Requests at the same time. */
const AT_ONCE = 8;

/**
 * Blobs first, then manifests. Within one registry they are mounted, not sent; from one to another
 * they pass through this machine. Where the leg pushed them, each is only seen to be there.
 */
export async function bringTo(target: Place, parts: readonly Part[]): Promise<void> {
  const blobs = new Map(
    parts.flatMap(({ entry, source }) =>
      blobsOf(entry).map((blob) => [blob.digest, { blob, source }] as const),
    ),
  );
  await inBatches([...blobs.values()], AT_ONCE, ({ blob, source }) => bring(target, blob, source));
  await inBatches(parts, AT_ONCE, async ({ entry, source }) => {
    if (!isSame(source, target)) await bringManifest(target, entry.manifest);
  });
}

/** Milliseconds after which a registry of several machines that has it not yet is asked again. */
const WAITS = [250, 500, 1000];

/** Puts it there and looks whether it is: a registry's word for having taken it is not enough. */
export async function bringManifest({ registry, path }: Place, manifest: Stored): Promise<void> {
  const { digest } = manifest;
  await registry.putManifest(path, digest, manifest);
  let told = await registry.told(path, digest);
  for (const wait of WAITS) {
    if (told !== undefined) break;
    await sleep(wait);
    told = await registry.told(path, digest);
  }
  if (told === digest || told === "") return;
  throw new Failure({
    what: `${registry.host}/${path} took a manifest and does not have it; no tag was moved`,
    seen: told ?? "404",
    expected: digest,
    cause: "the registry loses what it takes, or a proxy before it answers something older",
    fix: "Re-run jobs, Re-run failed jobs   # in the menu of the run",
    anchor: "registry-mismatch",
  });
}

async function bring(target: Place, { digest, size }: Descriptor, source: Place): Promise<void> {
  const { registry, path } = source;
  if (!isSame(source, target)) {
    const from = registry.host === target.registry.host ? path : undefined;
    const open = () => registry.openBlob(path, digest);
    return await putBlob(target.registry, target.path, { digest, size, open, from });
  }
  if (await registry.hasBlob(path, { digest, size })) return;
  throw new Failure({
    what: "A part of a leg's image is gone from the registry; no tag was moved",
    seen: `${registry.host}/${path} has no ${digest} any more`,
    expected: "all that the leg pushed",
    cause: "a clean-up of the registry ran in between",
    fix: "Re-run jobs, Re-run all jobs   # in the menu of the run",
    anchor: "legs",
  });
}

/** Configuration and layers; layers that are kept elsewhere (`urls`) are not a registry's to have. */
function blobsOf({ manifest }: Entry): readonly Descriptor[] {
  const value = jsonOf(manifest);
  const layers = listAt(value, "layers").filter((layer) => textsAt(layer, "urls").length === 0);
  return [valueAt(value, "config"), ...layers].map(descriptorFrom);
}

function isSame(a: Place, b: Place): boolean {
  return a.registry.host === b.registry.host && a.path === b.path;
}
