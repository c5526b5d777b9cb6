/** Base images for foreign platforms: copied from a public registry where one answers, else made. */

import { rmSync } from "node:fs";
import { join } from "node:path";
import { aptWith } from "./apt.ts";
import { distribution } from "./mirror.ts";
import { progress } from "./progress.ts";
import { copyPublic } from "./public.ts";
import { digestOf, type ImagePart, pushIndex } from "./push.ts";
import type { Rig } from "./rig.ts";
import { makeRootfs } from "./rootfs.ts";

export interface BaseImages {
  /** BusyBox for linux/amd64, linux/arm64, linux/arm/v7. */
  readonly base: string;
  /** BusyBox and a C compiler (or a whole Debian, which can get one) for the same platforms. */
  readonly toolchain: string;
}

interface Recipe {
  readonly reference: string;
  /** What is copied instead where a public registry answers. */
  readonly public: string;
  readonly packages: readonly string[];
}

const PLATFORMS = [
  { debian: "amd64", architecture: "amd64" },
  { debian: "arm64", architecture: "arm64" },
  { debian: "armhf", architecture: "arm", variant: "v7" },
] as const;

const BASE: Recipe = {
  reference: "base:1",
  public: "busybox:stable",
  packages: ["busybox-static"],
};

/** tcc: a C compiler of 0.5 MB that needs no other program, so it is quick under emulation. */
const TOOLCHAIN: Recipe = {
  reference: "toolchain:1",
  public: "debian:stable-slim",
  packages: ["busybox-static", "tcc", "libc6", "libc6-dev", "linux-libc-dev"],
};

/** Of no use to a compiler; keeps the image below 20 MB. */
const WITHOUT = ["./usr/share", "*/gconv", "*/audit", "*/libm-*.a", "*/libc.a", "*/libm*.a"];

/** Makes sure both base images are in the rig's registry, and says where they came from. */
export async function baseImages(rig: Rig, log = progress): Promise<BaseImages> {
  await provide(rig, BASE, log);
  await provide(rig, TOOLCHAIN, log);
  rmSync(join(rig.paths.state, "base"), { recursive: true, force: true });
  return {
    base: `${rig.registry}/${BASE.reference}`,
    toolchain: `${rig.registry}/${TOOLCHAIN.reference}`,
  };
}

async function provide(rig: Rig, recipe: Recipe, log: (text: string) => void): Promise<void> {
  const { reference } = recipe;
  if ((await digestOf(rig.registry, reference)) !== undefined) return;
  if (await copyPublic(rig, recipe.public, reference)) {
    log(`base image ${reference}: copied ${recipe.public} from the public registry`);
    return;
  }
  const folder = join(rig.paths.state, "base");
  const wish = { folder: join(folder, "apt"), architectures: PLATFORMS.map((it) => it.debian) };
  const names = PLATFORMS.flatMap((it) => recipe.packages.map((name) => `${name}:${it.debian}`));
  const suites = new Set([distribution().codename, "bookworm", "forky", "trixie"]);
  const apt = await aptWith(names, [...suites], wish);
  const parts = PLATFORMS.map(async (platform): Promise<ImagePart> => {
    const layer = await makeRootfs(apt, {
      architecture: platform.debian,
      packages: recipe.packages,
      without: WITHOUT,
      folder: join(folder, `${reference.split(":")[0]}-${platform.debian}`),
      busybox: join(rig.paths.bin, "busybox"),
    });
    const config = { Env: ["PATH=/usr/sbin:/usr/bin"], Cmd: ["/bin/sh"] };
    return { ...platform, layer, config };
  });
  await pushIndex(rig.registry, reference, await Promise.all(parts));
  log(`base image ${reference}: made of ${recipe.packages.join(", ")} (${apt.suite})`);
}
