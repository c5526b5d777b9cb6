/** One rig for all engine tests of a run, handed to them in the environment. */

import { baseImages } from "./base.ts";
import { buildkitImage } from "./buildkit.ts";
import { obtainFarTools, obtainPodman, obtainRootlessTools } from "./own-tools.ts";
import { rigPaths } from "./paths.ts";
import { progress } from "./progress.ts";
import { startRig, stopRig } from "./rig.ts";

export interface TestRig {
  /** `ANYARCH_*`, read by `__tests__/support/engines.ts`; and what finds `docker` with buildx. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the rig, unless it ran before. */
  stop(): Promise<void>;
}

/** Starts both image stores, the registry, QEMU, base images and the container builder's image. */
export async function rigForTests(
  options: { readonly state?: string; readonly log?: (text: string) => void } = {},
): Promise<TestRig> {
  const log = options.log ?? progress;
  const starting = startRig({
    ...options,
    log,
    stores: ["containerd", "classic"],
    qemu: true,
    binfmt: true,
  });
  // For tests of engines behind ssh and TLS, and of users', which start servers of their own.
  const paths = rigPaths(options.state);
  const tools = [obtainFarTools, obtainRootlessTools, obtainPodman].map((obtain) =>
    obtain(paths, log),
  );
  const [rig] = await Promise.all([starting, ...tools]);
  const stop = async (): Promise<void> => {
    if (!rig.wasRunning) await stopRig(options);
  };
  try {
    const { base, toolchain } = await baseImages(rig, log);
    const env = {
      ANYARCH_ENGINES: JSON.stringify(rig.engines),
      ANYARCH_REGISTRY: rig.registry,
      ANYARCH_BASE: base,
      ANYARCH_TOOLCHAIN: toolchain,
      ANYARCH_BUILDKIT_IMAGE: await buildkitImage(rig, log),
      ANYARCH_QEMU: rig.qemuDir ?? "",
      ANYARCH_DOCKER_CONFIG: rig.paths.dockerConfig,
      DOCKER_CONFIG: rig.paths.dockerConfig,
      PATH: `${rig.paths.bin}:${process.env.PATH ?? ""}`,
    };
    return { env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
