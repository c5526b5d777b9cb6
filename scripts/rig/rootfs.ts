/** Makes small root file systems for any architecture out of the distribution's packages. */

import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Apt, download } from "./apt.ts";
import { run } from "./run.ts";
import { findIn, packagesIn, unpack } from "./unpack.ts";

export interface RootfsWish {
  /** Debian's name of the architecture. */
  readonly architecture: string;
  readonly packages: readonly string[];
  /** Patterns of tar: paths that are left out. */
  readonly without: readonly string[];
  /** Folder for downloads; the tar is `rootfs.tar` in it. */
  readonly folder: string;
  /** BusyBox of this machine: tells the names of its programs. */
  readonly busybox: string;
}

/** Downloads, unpacks and packs; gives the path of the tar, the same bytes for the same packages. */
export async function makeRootfs(apt: Apt, wish: RootfsWish): Promise<string> {
  const debs = join(wish.folder, "debs");
  const root = join(wish.folder, "root");
  rmSync(wish.folder, { recursive: true, force: true });
  layOut(root);
  await download(
    apt,
    debs,
    wish.packages.map((name) => `${name}:${wish.architecture}`),
  );
  await unpack(packagesIn(debs), root);
  await linkApplets(root, wish.busybox);
  return await tarOf(root, join(wish.folder, "rootfs.tar"), wish.without);
}

/** Packs `root` with the same bytes for the same files. */
export async function tarOf(
  root: string,
  file: string,
  without: readonly string[] = [],
): Promise<string> {
  const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
  const excluded = without.map((pattern) => `--exclude=${pattern}`);
  await run("tar", ["-C", root, ...same, ...excluded, "-cf", file, "."]);
  return file;
}

/** /bin and its like as links into /usr, whichever of the two a package names. */
export function layOut(root: string): void {
  for (const folder of ["usr/bin", "usr/sbin", "usr/lib", "usr/lib64", "etc", "tmp", "root"]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  for (const name of ["bin", "sbin", "lib", "lib64"]) symlinkSync(`usr/${name}`, join(root, name));
  writeFileSync(join(root, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
  writeFileSync(join(root, "etc/group"), "root:x:0:\n");
  const certificates = "/etc/ssl/certs/ca-certificates.crt";
  if (existsSync(certificates)) cpSync(certificates, join(root, certificates));
}

/** `sh`, `cat` and so on as links to BusyBox, where no package brought the program. */
export async function linkApplets(root: string, busybox: string): Promise<void> {
  const names = (await run(busybox, ["--list"])).trim().split("\n");
  for (const name of names) {
    if (findIn(root, [`usr/bin/${name}`, `usr/sbin/${name}`]) === undefined) {
      symlinkSync("busybox", join(root, "usr/bin", name));
    }
  }
}
