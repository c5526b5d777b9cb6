/** Takes emulators out of an image through the engine; nothing of the image is ever run. */

import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { takeFile } from "../../engine/container/file.ts";
import type { Architecture } from "../../platform/architecture.ts";
import { MAX_EMULATOR_BYTES } from "../contents.ts";
import type { ObtainedFile } from "../emulator.ts";
import { once } from "../once.ts";
import { verifyEmulator } from "../verify.ts";
import { isVersion } from "../version.ts";
import {
  type ContainerFacts,
  closeContainer,
  type Made,
  openContainer,
} from "./image-container.ts";
import { type ImageSource, pathsIn, unfitImage, wrongVersion } from "./image-source.ts";

export interface ImageFacts extends ContainerFacts {
  readonly host: Architecture;
  readonly temp: string;
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
    close: async () => await closeContainer(facts, source.ref, made),
  };
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
