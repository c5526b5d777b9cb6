/** Starts and stops real engines, a registry and QEMU on a machine that has none of them. */

import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../src/failure.ts";
import { stopDaemons } from "./daemon.ts";
import { type RigEngine, type Store, startEngine } from "./engine.ts";
import { mountBinfmt, unmountAll } from "./mounts.ts";
import { removeBridges } from "./network.ts";
import { hasOwner, own } from "./owner.ts";
import { engineSuite, obtainEngine, obtainTools } from "./packages.ts";
import { type RigPaths, rigPaths } from "./paths.ts";
import { progress } from "./progress.ts";
import { newestQemu, obtainQemu } from "./qemu.ts";
import { startRegistry } from "./registry.ts";

export interface RigOptions {
  /** One engine for each; empty: a registry only. */
  readonly stores: readonly Store[];
  /** Get static QEMU too; default false: the action gets its own. */
  readonly qemu?: boolean;
  /** Mount binfmt_misc if it is not; default false: the action must cope. */
  readonly binfmt?: boolean;
  /** Let it run until it is stopped by hand; default false: the caller stops it. */
  readonly keep?: boolean;
  /** Default: `$ANYARCH_RIG`, else `.anyarch/rig` of the checkout. */
  readonly state?: string;
  readonly log?: (text: string) => void;
}

export interface Rig {
  readonly paths: RigPaths;
  /** `127.0.0.1:PORT`, plain HTTP. */
  readonly registry: string;
  readonly engines: readonly RigEngine[];
  /** Folder of static `qemu-<target>` programs, if asked for. */
  readonly qemuDir: string | undefined;
  /** Whether it ran already when it was asked for: then someone else stops it. */
  readonly wasRunning: boolean;
}

/** Starts what `options` asks for and is not running, or nothing. Needs root, on Debian or Ubuntu. */
export async function startRig(options: RigOptions): Promise<Rig> {
  if (process.getuid?.() !== 0) {
    throw new Failure({ what: "could not start engines", cause: "only root can", fix: "use sudo" });
  }
  const paths = rigPaths(options.state);
  const log = options.log ?? progress;
  const wasRunning = hasOwner(paths);
  for (const folder of [paths.state, paths.run]) mkdirSync(folder, { recursive: true });
  if (!wasRunning || options.keep) own(paths, options.keep ?? false);
  try {
    return { ...(await started(paths, options, log)), paths, wasRunning };
  } catch (error) {
    if (!wasRunning) await stopRig(options);
    throw error;
  }
}

async function started(
  paths: RigPaths,
  options: RigOptions,
  log: (text: string) => void,
): Promise<Pick<Rig, "registry" | "engines" | "qemuDir">> {
  const qemuDir = await obtainAll(paths, options, log);
  if (options.binfmt) await mountBinfmt(paths);
  const registry = await startRegistry(paths);
  const engines = await Promise.all(options.stores.map((store) => startEngine(paths, store)));
  const names = engines.map((engine) => `${engine.name} store`).join(", ");
  log(`running: registry ${registry}${names === "" ? "" : `; engines: ${names}`}`);
  return { registry, engines, qemuDir };
}

/** Ends all processes of the rig, its mounts, bridges and rules; keeps downloads and images. */
export async function stopRig(
  options: { readonly state?: string; readonly remove?: boolean } = {},
): Promise<void> {
  const paths = rigPaths(options.state);
  const mounted = existsSync(join(paths.run, "binfmt-mounted"));
  await stopDaemons(paths.run);
  await unmountAll(paths, mounted);
  await removeBridges(paths);
  rmSync(paths.run, { recursive: true, force: true });
  if (options.remove) rmSync(paths.state, { recursive: true, force: true });
}

/** The environment in which `docker` and `docker buildx` speak to `engine`. */
export function engineEnvironment(engine: RigEngine): Record<string, string> {
  return {
    PATH: `${engine.path}:${process.env.PATH ?? ""}`,
    DOCKER_HOST: engine.dockerHost,
    DOCKER_CONFIG: engine.dockerConfig,
  };
}

/** Downloads and unpacks what is missing, the parts at the same time; gives QEMU's folder. */
async function obtainAll(
  paths: RigPaths,
  options: RigOptions,
  log: (text: string) => void,
): Promise<string | undefined> {
  const wantsEngine = options.stores.length > 0;
  const complete =
    existsSync(join(paths.state, "engine")) && (!options.qemu || existsSync(newestQemu(paths)));
  if (wantsEngine && !complete) log("getting engine and tools from the distribution's packages");
  const fromSuite = async (): Promise<string | undefined> => {
    const needed = (wantsEngine || options.qemu) && !complete;
    const suite = needed ? await engineSuite(paths) : { options: [], suite: "" };
    const engine = wantsEngine ? obtainEngine(paths, suite, log) : undefined;
    const qemu = options.qemu ? obtainQemu(paths, suite, log) : undefined;
    return (await Promise.all([qemu, engine]))[0];
  };
  return (await Promise.all([fromSuite(), obtainTools(paths, log)]))[0];
}
