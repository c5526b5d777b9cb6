/** Makes a container of an image that is never started, and takes both away again. */

import { createContainer, removeContainer } from "../../engine/container/container.ts";
import type { Engine } from "../../engine/engine.ts";
import { dropImage, inspectImage } from "../../engine/images/images.ts";
import { pullImage } from "../../engine/images/pull.ts";
import { markPulled, unmarkPulled } from "../../engine/images/pulled-mark.ts";
import { registryAuth } from "../../engine/registry/credentials.ts";
import { Failure } from "../../failure.ts";
import { JOB_LABEL } from "../../job/job-id.ts";
import { type Platform, platformName } from "../../platform/platform.ts";
import { environment } from "../../runner/env.ts";
import { log } from "../../runner/log.ts";

/** Where images are pulled to. */
export interface ImageEngine {
  readonly engine: Engine;
  /** Goes on the container, so that the undo finds it. */
  readonly jobId: string;
  /** Told before an image is pulled, and with undefined after it was removed again. */
  readonly onPull: (ref: string | undefined) => void;
}

export interface ContainerFacts extends ImageEngine {
  /** Platform of the engine's node. */
  readonly platform: Platform;
  readonly signal: AbortSignal;
}

/** What is there by now, for the closing. */
export interface Made {
  container: string | undefined;
  pulled: boolean;
}

/**
 * The id of a container that is never started. Another job may remove the image it pulled between
 * our look and our container: then it is pulled anew, a few times.
 */
export async function openContainer(
  facts: ContainerFacts,
  ref: string,
  made: Made,
): Promise<string> {
  const { engine, platform, jobId, signal } = facts;
  for (let left = 2; ; left--) {
    signal.throwIfAborted();
    await ensureImage(facts, ref, made);
    try {
      const labels = { [JOB_LABEL]: jobId };
      // Never run; an image without a command needs one to make a container of.
      const spec = { image: ref, platform, labels, network: "none", cmd: ["-"] };
      made.container = await createContainer(engine, spec);
      return made.container;
    } catch (error) {
      if (left === 0 || !(error instanceof Failure)) throw error;
    }
  }
}

/** Pulls the image where the engine has none of it. */
export async function ensureImage(facts: ContainerFacts, ref: string, made: Made): Promise<void> {
  const { engine, platform, jobId, signal, onPull } = facts;
  if ((await inspectImage(engine, ref, platform)) !== undefined) return;
  // There for another machine: then the name is not ours to remove.
  const ours = (await inspectImage(engine, ref)) === undefined;
  if (ours) {
    onPull(ref);
    made.pulled = true;
  }
  log.info(`pulling ${ref} for ${platformName(platform)}`);
  const auth = await registryAuth(ref, environment());
  await pullImage(engine, ref, { platform, auth, signal });
  if (ours) await markPulled(engine, jobId, ref);
}

/** Removes the container, and the image if it was pulled for it. Never throws. */
export async function closeContainer(
  { engine, jobId, onPull }: ContainerFacts,
  ref: string,
  made: Made,
): Promise<void> {
  const failures = [];
  if (made.container !== undefined) failures.push(await removeContainer(engine, made.container));
  if (made.pulled) {
    await unmarkPulled(engine, jobId, ref).catch(() => undefined);
    failures.push(await dropImage(engine, ref));
  }
  for (const failure of failures) if (failure !== undefined) log.warning(failure.message);
  if (made.pulled && failures.every((failure) => failure === undefined)) onPull(undefined);
}
