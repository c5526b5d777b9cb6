/** Reads the whole filesystem of an image, without running anything of it. */

import { finished, type Readable } from "node:stream";
import { Failure } from "../../failure.ts";
import { type Platform, platformName } from "../../platform/platform.ts";
import { createContainer, removeContainer } from "../container/container.ts";
import type { Engine } from "../engine.ts";

export interface FilesystemRequest {
  readonly ref: string;
  readonly platform: Platform;
  /** Labels of the container it takes. */
  readonly labels: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export interface Filesystem {
  /** A tar. Read it to its end or destroy it: its container lives as long. */
  readonly tar: Readable;
  /** Settles when the container is gone; never rejects: what went wrong is its value. */
  readonly removed: Promise<Failure | undefined>;
}

/** Exports the filesystem of `ref` for one platform through a container that is never started. */
export async function exportFilesystem(
  engine: Engine,
  request: FilesystemRequest,
): Promise<Filesystem> {
  const { ref, platform, labels, signal } = request;
  signal?.throwIfAborted();
  const id = await createContainer(engine, {
    image: ref,
    platform,
    labels,
    network: "none",
    // Never run; an image without a command needs one to make a container of.
    cmd: ["-"],
  });
  try {
    const tar = await engine.stream("GET", `/containers/${id}/export`, { signal });
    const removed = new Promise<Failure | undefined>((resolve) => {
      finished(tar, () => resolve(removeContainer(engine, id)));
    });
    return { tar, removed };
  } catch (error) {
    await removeContainer(engine, id);
    if (!(error instanceof Failure)) throw error;
    const what = `Could not read the files of ${ref} (${platformName(platform)})`;
    throw new Failure({ ...error.parts, what }, { cause: error });
  }
}
