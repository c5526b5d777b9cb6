/** A private dockerd per image store, beside whatever engine the machine has. */

import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { isRunning, startDaemon, waitFor } from "./daemon.ts";
import { makeAddress, makeBridge } from "./network.ts";
import type { RigPaths } from "./paths.ts";
import { runtimeWrapper } from "./runtime.ts";

export type Store = "containerd" | "classic";

export interface RigEngine {
  readonly name: string;
  readonly store: Store;
  /** As `DOCKER_HOST` writes it. */
  readonly dockerHost: string;
  /** Goes in front of PATH: the clients that fit it. */
  readonly path: string;
  /** `DOCKER_CONFIG` of its own, so that two engines do not see each other's builders. */
  readonly dockerConfig: string;
}

/** Starts the engine with this store, unless it runs. */
export async function startEngine(paths: RigPaths, store: Store): Promise<RigEngine> {
  const name = `dockerd-${store}`;
  const socket = join(paths.run, `${store}.sock`);
  if (!isRunning(paths.run, name)) {
    const config = join(paths.run, `${store}.json`);
    writeFileSync(config, JSON.stringify(await daemonConfig(paths, store), null, 1));
    const args = [
      `--config-file=${config}`,
      `--host=unix://${socket}`,
      `--data-root=${join(paths.state, store)}`,
      `--exec-root=${join(paths.run, store)}`,
      `--pidfile=${join(paths.run, store, "docker.id")}`,
    ];
    mkdirSync(join(paths.run, store), { recursive: true });
    const env = { PATH: `${paths.bin}:${process.env.PATH ?? ""}:/usr/sbin:/sbin`, TMPDIR: "" };
    startDaemon(paths.run, { name, program: join(paths.bin, "dockerd"), args, env });
  }
  await waitFor(paths.run, name, () => answers(socket));
  const dockerConfig = makeDockerConfig(paths, store);
  return { name: store, store, dockerHost: `unix://${socket}`, path: paths.bin, dockerConfig };
}

/** A configuration folder in which docker finds buildx; the user's own stays untouched. */
function makeDockerConfig(paths: RigPaths, store: Store): string {
  const folder = join(paths.dockerConfig, store);
  mkdirSync(join(folder, "cli-plugins"), { recursive: true });
  const plugin = join(folder, "cli-plugins/docker-buildx");
  rmSync(plugin, { force: true });
  symlinkSync(join(paths.dockerConfig, "cli-plugins/docker-buildx"), plugin);
  return folder;
}

async function daemonConfig(paths: RigPaths, store: Store): Promise<object> {
  const index = store === "containerd" ? 0 : 1;
  const wrapper = runtimeWrapper(paths);
  return {
    features: { "containerd-snapshotter": store === "containerd" },
    ...(store === "classic" ? { "storage-driver": "overlay2" } : {}),
    // never "none": such a dockerd deletes docker0, and RUN steps find no network
    bridge: await makeBridge(paths, index),
    iptables: false,
    ip6tables: false,
    "ip-forward": false,
    "default-address-pools": [{ base: `172.${27 + index}.0.0/16`, size: 24 }],
    "insecure-registries": ["127.0.0.0/8", `${await makeAddress(paths)}/32`],
    ...(wrapper === undefined
      ? {}
      : { runtimes: { wrapped: { path: wrapper } }, "default-runtime": "wrapped" }),
  };
}

/** Whether an engine answers a ping on this socket. */
function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ socketPath, path: "/_ping", timeout: 5000 }, (reply) => {
      reply.resume();
      resolve(reply.statusCode === 200);
    });
    call.on("error", () => resolve(false));
    call.on("timeout", () => call.destroy());
    call.end();
  });
}
