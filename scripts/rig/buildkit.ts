/** An image for container builders: BuildKit's own where it can be pulled, else a stand-in. */

import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { progress } from "./progress.ts";
import { publicRegistryAnswers } from "./public.ts";
import { digestOf, pushIndex } from "./push.ts";
import type { Rig } from "./rig.ts";
import { layOut, linkApplets, tarOf } from "./rootfs.ts";
import { run, tryRun } from "./run.ts";
import { findIn } from "./unpack.ts";

const REAL = "moby/buildkit:buildx-stable-1";
/** Counts what the stand-in learnt: a rig that has an older one makes it anew. */
const STAND_IN = "buildkit:3";

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
  await copyGit(root);
  await copyLibraries(root);
  await linkApplets(root, join(rig.paths.bin, "busybox"));
  const layer = await tarOf(root, join(folder, "layer.tar"));
  const config = {
    Entrypoint: ["buildkitd"],
    Env: ["PATH=/usr/bin:/bin", `GIT_EXEC_PATH=/${GIT}`],
    Volumes: { "/var/lib/buildkit": {} },
  };
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const digest = await pushIndex(rig.registry, STAND_IN, [{ architecture, layer, config }]);
  rmSync(folder, { recursive: true, force: true });
  return digest;
}

const GIT = "usr/lib/git-core";

/** This machine's Git, as far as BuildKit needs it to read a repository over HTTP: BuildKit's own image has one too. */
async function copyGit(root: string): Promise<void> {
  const from = (await run("git", ["--exec-path"])).trim();
  mkdirSync(join(root, GIT), { recursive: true });
  const scripts = ["git-submodule", "git-sh-setup", "git-sh-i18n", "git-sh-i18n--envsubst"];
  for (const name of ["git", "git-remote-http", ...scripts]) {
    if (existsSync(join(from, name))) copyFileSync(join(from, name), join(root, GIT, name));
  }
  symlinkSync("git-remote-http", join(root, GIT, "git-remote-https"));
  symlinkSync(`/${GIT}/git`, join(root, "usr/bin/git"));
}

/** The shared libraries of all programs in `root`, to where their loader looks for them. */
async function copyLibraries(root: string): Promise<void> {
  const names = ["dockerd", "containerd", "containerd-shim-runc-v2", "runc", "docker-buildx"];
  const git = ["git", "git-remote-http"].map((name) => join(root, GIT, name));
  const files = [...names.map((name) => findIn(root, [`usr/bin/${name}`]) ?? ""), ...git];
  const { stdout } = await tryRun("ldd", files);
  for (const [, path = ""] of stdout.matchAll(/(\/\S+) \(0x/g)) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(path, target);
  }
}
