/** Programs of the machine's own suite that only some tests need, unpacked and never installed. */

import { join } from "node:path";
import { obtainOwn } from "./packages.ts";
import type { RigPaths } from "./paths.ts";

export interface OwnTools {
  /** Where the packages are unpacked. */
  readonly root: string;
  /** Finds their programs before the machine's, and libraries that the machine may lack. */
  readonly env: { readonly PATH: string; readonly LD_LIBRARY_PATH: string };
}

/** What makes an engine look far away: an ssh server, its client, and openssl. */
export async function obtainFarTools(
  paths: RigPaths,
  log: (text: string) => void,
): Promise<OwnTools> {
  return await obtainTools(paths, "far-tools", FAR, log);
}

/** What an ordinary user starts an engine with. */
export async function obtainRootlessTools(
  paths: RigPaths,
  log: (text: string) => void,
): Promise<OwnTools> {
  return await obtainTools(paths, "rootless-tools", ROOTLESS, log);
}

/** Podman, with what it starts containers by. */
export async function obtainPodman(
  paths: RigPaths,
  log: (text: string) => void,
): Promise<OwnTools> {
  return await obtainTools(paths, "podman", PODMAN, log);
}

const FAR = ["openssh-server", "openssh-client", "openssl"];
const ROOTLESS = ["rootlesskit", "slirp4netns", "uidmap"];
const PODMAN = ["podman", "conmon", "uidmap"];

async function obtainTools(
  paths: RigPaths,
  part: string,
  names: readonly string[],
  log: (text: string) => void,
): Promise<OwnTools> {
  const root = await obtainOwn(paths, part, names, log);
  const folder = `lib/${process.arch === "x64" ? "x86_64" : "aarch64"}-linux-gnu`;
  const env = {
    PATH: `${join(root, "usr/bin")}:${process.env.PATH ?? ""}`,
    LD_LIBRARY_PATH: `${join(root, folder)}:${join(root, "usr", folder)}`,
  };
  return { root, env };
}
