/** A real engine for one test alone, which may stop it, kill it and start it again. */

import { mkdirSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readPid, stopDaemons } from "../../scripts/rig/daemon.ts";
import { startEngine } from "../../scripts/rig/engine.ts";
import { unmountAll } from "../../scripts/rig/mounts.ts";
import { removeBridges } from "../../scripts/rig/network.ts";
import { type RigPaths, rigPaths } from "../../scripts/rig/paths.ts";
import { type Bench, dockerFor } from "./action.ts";

export interface OwnEngine {
  /** The same bench, on this engine. */
  readonly bench: Bench;
  /** As `systemctl stop` does; resolves when it has ended. */
  stop(): Promise<void>;
  /** SIGKILL, to it and to all in its containers, as where a machine has no memory left. */
  kill(): Promise<void>;
  /** Unless it runs. */
  start(): Promise<void>;
}

/** Starts one with the bench's store; all of it is gone after the test. */
export async function ownEngine(bench: Bench): Promise<OwnEngine> {
  const state = await mkdtemp(join(tmpdir(), "own-engine-"));
  const { path, dockerConfig, store } = bench.engine;
  // An address of its own beside that of the engines for all tests.
  const slot = (rigPaths(dirname(path)).slot + 1) % 250;
  const paths: RigPaths = { ...rigPaths(state), bin: path, slot };
  bench.cleanup.push(async () => {
    await stopDaemons(paths.run);
    await endRuns(state);
    await unmountAll(paths, false);
    await removeBridges(paths);
    for (const folder of [paths.run, state]) await rm(folder, { recursive: true, force: true });
  });
  mkdirSync(paths.run, { recursive: true });
  await mkdir(paths.dockerConfig);
  await symlink(join(dockerConfig, "cli-plugins"), join(paths.dockerConfig, "cli-plugins"));
  const { dockerHost } = await startEngine(paths, store);
  const env = { ...bench.env, DOCKER_HOST: dockerHost };
  const engine = { ...bench.engine, dockerHost };
  const own = { ...bench, env, engine, docker: dockerFor(env) };
  return {
    bench: own,
    stop: () => stopDaemons(paths.run),
    kill: async () => await killed(own, paths),
    start: async () => void (await startEngine(paths, store)),
  };
}

/** Programs of RUN steps outlive an engine that stops: their root is one of its layers. */
async function endRuns(state: string): Promise<void> {
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const mounts = await readFile(`/proc/${pid}/mountinfo`, "utf8").catch(() => "");
    const [root = ""] = mounts.split("\n");
    if (root.includes(` / / `) && root.includes(`${state}/`)) process.kill(Number(pid), "SIGKILL");
  }
}

async function killed({ docker, engine }: Bench, { run }: RigPaths): Promise<void> {
  const ids = (await docker("ps", "--quiet")).split("\n").filter(Boolean);
  const format = ["--format", "{{.State.Pid}}"];
  const first = ids.length === 0 ? "" : await docker("inspect", ...format, ...ids);
  const pid = (): number | undefined => readPid(join(run, `dockerd-${engine.store}.pid`));
  for (const one of [pid(), ...first.split("\n").filter(Boolean)]) {
    process.kill(Number(one), "SIGKILL");
  }
  while (pid() !== undefined) await sleep(10);
  await stopDaemons(run);
  // The next one waits 10 s for the process of that number, which the kernel may still list.
  await rm(join(run, engine.store, "containerd/containerd.pid"), { force: true });
}
