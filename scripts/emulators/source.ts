/** Where the emulators of release assets come from: apt, an image, or a folder. */

import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import type { ObtainedFile } from "../../src/emulator/emulator.ts";
import { imageSession } from "../../src/emulator/sources/image-session.ts";
import { imageSource } from "../../src/emulator/sources/image-source.ts";
import { fromPath } from "../../src/emulator/sources/local.ts";
import { packageSession } from "../../src/emulator/sources/package-session.ts";
import { connectEngine } from "../../src/engine/connection/connection.ts";
import type { EmulatorInputs } from "../../src/inputs/inputs.ts";
import { jobIdAt, NO_RUNNER } from "../../src/job/job-id.ts";
import type { Architecture } from "../../src/platform/architecture.ts";
import type { Platform } from "../../src/platform/platform.ts";

export interface SourceFacts {
  /** Of the machine the emulators will run on. */
  readonly platform: Platform;
  readonly host: Architecture;
  readonly temp: string;
  /** Reference with digest instead of the pinned one. */
  readonly image: string | undefined;
  readonly targets: readonly Architecture[];
}

export interface Source {
  readonly host: Architecture;
  readonly kind: "package" | "image" | "folder";
  /** The verified emulator; a Failure where the source has none. */
  obtain(architecture: Architecture): Promise<ObtainedFile>;
  close(): Promise<void>;
}

const NO_INPUTS: EmulatorInputs = {
  ...{ source: "path", path: undefined, version: undefined, url: undefined, image: undefined },
  ...{ sha256: {}, cpu: {}, cache: false },
};

/** `from` is `package`, `image`, or a folder with `qemu-<target>` or `qemu-<target>-static` in it. */
export async function openSource(from: string, facts: SourceFacts): Promise<Source> {
  const { host } = facts;
  if (from === "package") return packages(facts);
  if (from === "image") return await images(facts);
  const inputs = { ...NO_INPUTS, path: resolve(from) };
  return {
    host,
    kind: "folder",
    // The folder's name says nothing elsewhere, and would make the lists differ by machine.
    obtain: async (architecture) => {
      return { ...(await fromPath({ inputs, architecture, host })), origin: "a folder" };
    },
    close: async () => undefined,
  };
}

function packages({ host, temp, targets }: SourceFacts): Source {
  const names = targets.map(({ target }) => target);
  const session = packageSession({ host, temp }, names);
  const any = { sha256: undefined, version: undefined };
  return {
    host,
    kind: "package",
    obtain: async (architecture) => await session.obtain({ architecture, ...any }),
    close: async () => await session.close(),
  };
}

async function images(facts: SourceFacts): Promise<Source> {
  const { host, image } = facts;
  const source = imageSource({ ...NO_INPUTS, image });
  if (!source.ref.includes("@")) throw new Error(`--image ${image}: name it by its digest`);
  const { signal } = new AbortController();
  const engine = await connectEngine(process.env, signal);
  const jobId = jobIdAt(Date.now(), { ...NO_RUNNER, random: randomBytes(4).toString("hex") });
  const session = imageSession(
    { ...facts, engine, jobId, signal, onPull: () => undefined },
    source,
  );
  const any = { sha256: undefined, version: undefined };
  return {
    host,
    kind: "image",
    obtain: async (architecture) => await session.obtain({ architecture, ...any }),
    close: async () => {
      await session.close();
      engine.close();
    },
  };
}
