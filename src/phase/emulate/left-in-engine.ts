/** What runs of ours have in an engine, found by label and name; what killed jobs left there goes. */

import { builderNames } from "../../engine/buildx/state.ts";
import { labelValues, removeByLabel, volumeNames } from "../../engine/container/labelled.ts";
import type { Engine } from "../../engine/engine.ts";
import { listImages, removeImage } from "../../engine/images/images.ts";
import { dropPulledOf } from "../../engine/images/pulled-mark.ts";
import { Failure, sentence } from "../../failure.ts";
import { removeBuilders } from "../../image/builder/builder.ts";
import type { Job } from "../../job/job.ts";
import { isOver, JOB_LABEL, jobIdIn } from "../../job/job-id.ts";
import { orAborted } from "../../runner/abortable.ts";
import { deadline } from "../../runner/deadline.ts";
import { environment } from "../../runner/env.ts";
import { log } from "../../runner/log.ts";
import { onlooker } from "./leftovers.ts";

/** Milliseconds that sweeping may take: an engine asks its volume plugins, which may not answer. */
const LIMIT = 10_000;

/** Removes the containers and volumes that bear the job's label; running ones are killed. */
export async function removeContainersOf(engine: Engine, jobId: string): Promise<void> {
  const failures = await removeByLabel(engine, `${JOB_LABEL}=${jobId}`);
  if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join("; "));
}

/** Images carry the job's id in their name. */
export async function removeImagesOf(engine: Engine, jobId: string): Promise<void> {
  const names = await listImages(engine, `anyarch.local/${jobId}/*`);
  await Promise.all(names.map((name) => removeImage(engine, name)));
}

/**
 * Removes containers, images and builders of jobs that are over, and says so. Meant to run beside
 * other work. Never rejects: what could not be removed is told, and the next run tries again, but
 * for a builder with something on a node that does not answer: that is told with how it goes by hand.
 */
export async function sweepEngine(job: Job): Promise<void> {
  const limit = deadline(LIMIT, job.signal);
  try {
    await orAborted(swept(job), limit.signal);
  } catch (error) {
    log.info(`what a killed job left stays: ${sentence(error)}`);
  } finally {
    limit.end();
  }
}

async function swept(job: Job): Promise<void> {
  const [labels, volumes, images, builders] = await Promise.all([
    labelValues(job.engine, JOB_LABEL),
    volumeNames(job.engine, "buildx_buildkit_anyarch-"),
    listImages(job.engine, "anyarch.local/*/*"),
    builderNames(environment()),
  ]);
  // Last: whoever has something in these lists had set its mark before.
  const looking = await onlooker(job);
  const over = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) => jobIdIn(name) ?? []).filter((id) => isOver(id, looking));
  const built = over([...volumes, ...builders]);
  const ids = new Set([...over(labels), ...over(images), ...built]);
  for (const id of ids) await removeLeft(job.engine, id, built.includes(id));
}

async function removeLeft(engine: Engine, id: string, built: boolean): Promise<void> {
  await removeContainersOf(engine, id);
  // A node that is gone for ever must not cost every later job its time.
  if (built) await removeBuilders(id, { env: environment(), again: false }).catch(byHand);
  const pulled = await dropPulledOf(engine, id);
  await removeImagesOf(engine, id);
  for (const ref of pulled) log.info(`removed an image that a killed job pulled: ${ref}`);
  log.info(`removed what a killed job left in the engine: ${id}`);
}

function byHand(error: unknown): void {
  if (!(error instanceof Failure)) throw error;
  log.warning(`What a job before left stays: ${sentence(error)}; by hand: ${error.parts.fix}`);
}
