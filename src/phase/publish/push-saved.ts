/** Pushes the tested candidate by its digest out of the engine's store, without any tag. */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { inspectImage } from "../../engine/images/images.ts";
import { packedImage } from "../../engine/images/packed-image.ts";
import { layoutImage, type SavedImage, unpackImage } from "../../engine/images/saved-image.ts";
import { openRegistry } from "../../engine/registry/open.ts";
import { putBlob } from "../../engine/registry/put-blob.ts";
import { type Reference, repositoryOf } from "../../engine/registry/reference.ts";
import type { Registry } from "../../engine/registry/registry.ts";
import { Failure } from "../../failure.ts";
import { readBackFailure } from "../../image/read-back.ts";
import type { Job } from "../../job/job.ts";
import { inBatches } from "../../runner/batches.ts";
import { environment } from "../../runner/env.ts";
import { log } from "../../runner/log.ts";
import type { BuildContext, Candidates } from "../build/build.ts";

/** Blobs on their way at the same time. */
const AT_ONCE = 3;

/**
 * The engine's own push wants a tag, and buildx's `docker` driver cannot push by digest: so the
 * image is taken out of the engine and given to the registry from here.
 */
export async function pushSaved(
  { job, ground }: BuildContext,
  { list }: Candidates,
  reference: Reference,
): Promise<string> {
  const { signal, temp } = job;
  const { store, trust } = ground.node;
  const folder = join(temp, "leg");
  const registry = await openRegistry(reference, { trust, env: environment(), signal });
  try {
    await unpackImage(job.engine, list[0]?.ref ?? "", folder, signal);
    const image = await (store === "containerd" ? layoutImage : packedImage)(folder);
    await refuseUntested(job, image, list[0]?.ref ?? "");
    const digest = await give(registry, reference.path, image);
    const platforms = ground.executions.map(({ platform }) => platform);
    const ref = `${repositoryOf(reference)}@${digest}`;
    const there = await registry.manifest(reference.path, digest);
    const failure = readBackFailure(ref, { digest, platforms }, there && { digest, platforms });
    if (failure !== undefined) throw failure;
    return digest;
  } finally {
    registry.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The containerd store names an image by its manifest or index, the classic one by its configuration. */
async function refuseUntested(job: Job, image: SavedImage, source: string): Promise<void> {
  const tested = (await inspectImage(job.engine, source))?.id;
  const [config] = image.blobs;
  const top = image.manifests.at(-1);
  if (tested !== undefined && (top?.digest === tested || config?.digest === tested)) return;
  throw new Failure({
    what: "What the engine handed out is not the image that was tested",
    seen: `${top?.digest}, configuration ${config?.digest}`,
    expected: tested ?? "nothing: the image is gone",
    anchor: "registry-mismatch",
  });
}

/** Blobs first, then each manifest after what it lists; the digest of the last one. */
async function give(registry: Registry, path: string, image: SavedImage): Promise<string> {
  await inBatches(image.blobs, AT_ONCE, (blob) => putBlob(registry, path, blob));
  for (const manifest of image.manifests) {
    await registry.putManifest(path, manifest.digest, manifest);
    log.info(`${manifest.digest}: pushed`);
  }
  return image.manifests.at(-1)?.digest ?? "";
}
