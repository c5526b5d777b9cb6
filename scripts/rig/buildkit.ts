/** An image for container builders: BuildKit's own where it can be pulled, else a stand-in. */

import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { progress } from "./progress.ts";
import { publicRegistryAnswers } from "./public.ts";
import { digestOf, pushIndex } from "./push.ts";
import type { Rig } from "./rig.ts";
import { layOut, linkApplets, tarOf } from "./rootfs.ts";
import { tryRun } from "./run.ts";
import { findIn } from "./unpack.ts";

const REAL = "moby/buildkit:buildx-stable-1";
/** Counts what the stand-in learnt: a rig that has an older one makes it anew. */
const STAND_IN = "buildkit:2";

/**
 * The reference to give as `buildkit-image`, with its digest where it is the stand-in's.
 *
 * dockerd embeds BuildKit: an image of it whose `buildkitd` starts dockerd and whose `buildctl`
 * hands buildx that BuildKit's API is taken for one. Builders on it need `network=host`, as all
 * that speak to a registry on loopback do.
 */
export async function buildkitImage(rig: Rig, log = progress): Promise<string> {
  if (await publicRegistryAnswers()) return REAL;
  const known = await digestOf(rig.registry, STAND_IN);
  const digest = known ?? (await makeStandIn(rig));
  if (known === undefined) log("container builder image: made of the engine's own programs");
  return `${rig.registry}/buildkit@${digest}`;
}

async function makeStandIn(rig: Rig): Promise<string> {
  const folder = join(rig.paths.state, "buildkit");
  const root = join(folder, "root");
  rmSync(folder, { recursive: true, force: true });
  layOut(root);
  const bin = join(root, "usr/bin");
  for (const name of ["dockerd", "containerd", "containerd-shim-runc-v2", "runc", "busybox"]) {
    copyFileSync(join(rig.paths.bin, name), join(bin, name));
  }
  copyFileSync(
    join(rig.paths.dockerConfig, "cli-plugins/docker-buildx"),
    join(bin, "docker-buildx"),
  );
  for (const script of ["buildkitd", "buildctl"]) {
    copyFileSync(join(import.meta.dirname, "buildkit", script), join(bin, script));
    chmodSync(join(bin, script), 0o755);
  }
  // builders of this rig name their bridges so that its stop finds what a killed one left behind
  writeFileSync(join(root, "etc/bridge-prefix"), `${rig.paths.device}x\n`);
  await copyLibraries(root);
  await linkApplets(root, join(rig.paths.bin, "busybox"));
  const layer = await tarOf(root, join(folder, "layer.tar"));
  const config = {
    Entrypoint: ["buildkitd"],
    Env: ["PATH=/usr/bin:/bin"],
    Volumes: { "/var/lib/buildkit": {} },
  };
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const digest = await pushIndex(rig.registry, STAND_IN, [{ architecture, layer, config }]);
  rmSync(folder, { recursive: true, force: true });
  return digest;
}

/** The shared libraries of all programs in `root`, to where their loader looks for them. */
async function copyLibraries(root: string): Promise<void> {
  const names = ["dockerd", "containerd", "containerd-shim-runc-v2", "runc", "docker-buildx"];
  const files = names.map((name) => findIn(root, [`usr/bin/${name}`]) ?? "");
  const { stdout } = await tryRun("ldd", files);
  for (const [, path = ""] of stdout.matchAll(/(\/\S+) \(0x/g)) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(path, target);
  }
}
