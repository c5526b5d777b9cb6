/** A name of ours on an image that a run pulled, so that a later one can tell whose pull it was. */

import { createHash } from "node:crypto";
import type { Engine } from "../engine.ts";
import { parseReference, repositoryOf } from "../registry/reference.ts";
import { dropImage, inspectImage, listImages, removeImage, tagImage } from "./images.ts";

/**
 * Marks `ref`, just pulled by the run `jobId`. Where the engine refuses, a killed run's image stays;
 * the run itself needs no mark.
 */
export async function markPulled(engine: Engine, jobId: string, ref: string): Promise<void> {
  await tagImage(engine, ref, markOf(jobId, ref)).catch(() => undefined);
}

/** Removes the mark; gone is fine. */
export async function unmarkPulled(engine: Engine, jobId: string, ref: string): Promise<void> {
  await removeImage(engine, markOf(jobId, ref));
}

/**
 * Removes the images that the run `jobId` pulled, by its marks, unless somebody has given them another
 * name since, or a container runs of them. The marks themselves stay. Gives back what went.
 */
export async function dropPulledOf(engine: Engine, jobId: string): Promise<readonly string[]> {
  const marks = await listImages(engine, `anyarch.local/${jobId}/pulled`);
  const dropped = await Promise.all(
    marks.map(async (mark) => {
      const image = await inspectImage(engine, mark);
      const names = [...(image?.repoDigests ?? []), ...(image?.repoTags ?? [])];
      const ref = names.find((name) => !isOf(jobId, name) && markOf(jobId, name) === mark);
      const others = image?.repoTags.filter((name) => name !== ref && !isOf(jobId, name)) ?? [];
      if (ref === undefined || others.length > 0) return [];
      return (await dropImage(engine, ref)) === undefined ? [ref] : [];
    }),
  );
  return dropped.flat();
}

const isOf = (jobId: string, name: string): boolean => name.startsWith(`anyarch.local/${jobId}/`);

/** The same for every way to write `ref`: with the registry or without, with a tag beside its digest. */
function markOf(jobId: string, ref: string): string {
  const reference = parseReference(ref);
  const { tag = "latest", digest = tag } = reference;
  const text = `${repositoryOf(reference)} ${digest}`;
  const hash = createHash("sha256").update(text).digest("hex");
  return `anyarch.local/${jobId}/pulled:${hash.slice(0, 16)}`;
}
