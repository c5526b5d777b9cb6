/** Gets what makes an engine look far away: ssh and certificates. */

import { join } from "node:path";
import { obtainOwn } from "./packages.ts";
import type { RigPaths } from "./paths.ts";

/** An ssh server, its client, and openssl. */
export interface FarTools {
  /** Where the packages are unpacked. */
  readonly root: string;
  /** Finds their programs before the machine's, and libraries that the machine may lack. */
  readonly env: { readonly PATH: string; readonly LD_LIBRARY_PATH: string };
}

/** Gets them of the machine's own suite. */
export async function obtainFarTools(
  paths: RigPaths,
  log: (text: string) => void,
): Promise<FarTools> {
  const names = ["openssh-server", "openssh-client", "openssl"];
  const root = await obtainOwn(paths, "far-tools", names, log);
  const folder = `lib/${process.arch === "x64" ? "x86_64" : "aarch64"}-linux-gnu`;
  const env = {
    PATH: `${join(root, "usr/bin")}:${process.env.PATH ?? ""}`,
    LD_LIBRARY_PATH: `${join(root, folder)}:${join(root, "usr", folder)}`,
  };
  return { root, env };
}
