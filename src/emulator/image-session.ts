/** Takes emulators out of an image through the engine; nothing of the image is ever run. */

import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createContainer, removeContainer } from "../engine/container.ts";
import { takeFile } from "../engine/container-file.ts";
import { registryAuth } from "../engine/credentials.ts";
import type { Engine } from "../engine/engine.ts";
import { dropImage, inspectImage } from "../engine/images.ts";
import { pullImage } from "../engine/pull.ts";
import { Failure } from "../failure.ts";
import type { Architecture } from "../platform/architecture.ts";
import { type Platform, platformName } from "../platform/platform.ts";
import { environment } from "../runner/env.ts";
import { log } from "../runner/log.ts";
import { MAX_EMULATOR_BYTES } from "./contents.ts";
import type { ObtainedFile } from "./emulator.ts";
import { type ImageSource, pathsIn, unfitImage, wrongVersion } from "./image-source.ts";
import { once } from "./once.ts";
import { verifyEmulator } from "./verify.ts";
import { isVersion } from "./version.ts";

/** Where images are pulled to. */
export interface ImageEngine {
  readonly engine: Engine;
  /** Goes on the container, so that the undo finds it. */
  readonly jobId: string;
  /** Told before an image is pulled, and with undefined after it was removed again. */
  readonly onPull: (ref: string | undefined) => void;
}

export interface ImageFacts extends ImageEngine {
  /** Platform of the engine's node. */
  readonly platform: Platform;
  readonly host: Architecture;
  readonly temp: string;
  readonly signal: AbortSignal;
}

export interface ImageWish {
  readonly architecture: Architecture;
  readonly sha256: string | undefined;
  /** Version asked for, or undefined: any. */
  readonly version: string | undefined;
}

export interface ImageSession {
  /** The verified emulator out of the image, in `temp`; a Failure when it is not in it. */
  obtain(wish: ImageWish): Promise<ObtainedFile>;
  /** Removes the container, and the image if it was not there before. Never throws. */
  close(): Promise<void>;
}

/** Nothing is done before the first wish. */
export function imageSession(facts: ImageFacts, source: ImageSource): ImageSession {
  const made: Made = { container: undefined, pulled: false };
  const opened = once(async () => await openContainer(facts, source.ref, made));
  return {
    obtain: async (wish) => await emulatorIn(facts, source, await opened(), wish),
    close: async () => await close(facts, source.ref, made),
  };
}

interface Made {
  container: string | undefined;
  pulled: boolean;
}

/**
 * The id of a container that is never started. Another job may remove the image it pulled between
 * our look and our container: then it is pulled anew, a few times.
 */
async function openContainer(facts: ImageFacts, ref: string, made: Made): Promise<string> {
  const { engine, platform, jobId, signal } = facts;
  for (let left = 2; ; left--) {
    signal.throwIfAborted();
    await ensureImage(facts, ref, made);
    try {
      const labels = { "anyarch.job": jobId };
      // Never run; an image without a command needs one to make a container of.
      const spec = { image: ref, platform, labels, network: "none", cmd: ["-"] };
      made.container = await createContainer(engine, spec);
      return made.container;
    } catch (error) {
      if (left === 0 || !(error instanceof Failure)) throw error;
    }
  }
}

async function ensureImage(facts: ImageFacts, ref: string, made: Made): Promise<void> {
  const { engine, platform, signal, onPull } = facts;
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
}

async function close({ engine, onPull }: ImageFacts, ref: string, made: Made): Promise<void> {
  const failures = [];
  if (made.container !== undefined) failures.push(await removeContainer(engine, made.container));
  if (made.pulled) failures.push(await dropImage(engine, ref));
  for (const failure of failures) if (failure !== undefined) log.warning(failure.message);
  if (made.pulled && failures.every((failure) => failure === undefined)) onPull(undefined);
}

async function emulatorIn(
  facts: ImageFacts,
  source: ImageSource,
  container: string,
  { architecture, sha256, version }: ImageWish,
): Promise<ObtainedFile> {
  const { engine, host, signal } = facts;
  const { target } = architecture;
  const to = join(facts.temp, `qemu-${target}-${randomUUID()}`);
  const paths = pathsIn(source, { target, host: host.target });
  for (const path of paths) {
    const wish = { container, path, to, most: MAX_EMULATOR_BYTES, signal };
    const taken = await takeFile(engine, wish);
    if (taken.kind === "absent") continue;
    if (taken.kind === "odd") throw unfitImage(source, target, `${path} in it is ${taken.why}`);
    const origin = `${source.ref} ${path}`;
    try {
      const seen = await verifyEmulator(to, { architecture, host, sha256, origin });
      const known = seen.version ?? source.version ?? "unknown";
      if (version !== undefined && !isVersion(known, version)) {
        throw wrongVersion(source, version, known);
      }
      return { path: to, sha256: seen.sha256, version: known, origin };
    } catch (error) {
      await rm(to, { force: true });
      throw error;
    }
  }
  throw unfitImage(source, target, `none of ${paths.join(", ")}`);
}
