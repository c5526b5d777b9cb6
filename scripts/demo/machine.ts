/** The engine and registry of the demo: the machine's own engine where it has one, else a private one. */

import { type BaseImages, baseImages } from "../rig/base.ts";
import { progress } from "../rig/progress.ts";
import { engineEnvironment, type Rig, startRig, stopRig } from "../rig/rig.ts";
import { type RunResult, tryRun } from "../rig/run.ts";

export interface Machine {
  readonly registry: string;
  /** BusyBox, and BusyBox with a C compiler, in the registry. */
  readonly base: string;
  readonly toolchain: string;
  /** Folder that outlives the demo. */
  readonly state: string;
  /** Aborted at Ctrl-C and SIGTERM. */
  readonly interrupted: AbortSignal;
  /** What makes `docker` speak to the engine. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs `docker` with any exit code. */
  docker(...args: string[]): Promise<RunResult>;
}

/** Starts what is missing, does `work`, and puts away what was started, at Ctrl-C too. */
export async function onMachine(work: (machine: Machine) => Promise<void>): Promise<void> {
  const own = await machineHasEngine();
  let rig = await startRig({ stores: own ? [] : ["containerd"] });
  const stop = async (): Promise<void> => {
    if (rig.wasRunning) return;
    progress("stopping the private registry and engine; downloads and images stay for next time");
    await stopRig();
  };
  const abort = new AbortController();
  const interrupt = (): void => abort.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    let images = await baseImages(rig);
    if (own && !(await canPull(images.base))) {
      progress("the machine's engine does not see this machine's loopback: taking a private one");
      rig = { ...(await startRig({ stores: ["containerd"] })), wasRunning: rig.wasRunning };
      images = await baseImages(rig);
    }
    await work(machineOf(rig, images, abort.signal));
  } finally {
    await stop();
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** Whether `docker` and buildx are installed, and the engine answers. */
async function machineHasEngine(): Promise<boolean> {
  const info = await tryRun("docker", ["info", "--format", "{{.ServerVersion}}"]);
  const buildx = await tryRun("docker", ["buildx", "version"]);
  const works = info.exitCode === 0 && buildx.exitCode === 0;
  const version = info.stdout.trim();
  progress(works ? `engine: the machine's own, Docker ${version}` : "engine: a private one");
  return works;
}

async function canPull(reference: string): Promise<boolean> {
  const { exitCode } = await tryRun("docker", ["pull", "--quiet", reference]);
  await tryRun("docker", ["image", "rm", reference]);
  return exitCode === 0;
}

function machineOf(rig: Rig, images: BaseImages, interrupted: AbortSignal): Machine {
  const engine = rig.engines[0];
  const env = engine === undefined ? {} : engineEnvironment(engine);
  return {
    ...images,
    interrupted,
    registry: rig.registry,
    state: rig.paths.state,
    env,
    docker: async (...args) => await tryRun("docker", args, { env }),
  };
}
