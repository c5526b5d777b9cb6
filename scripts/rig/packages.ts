/** Gets the rig's programs out of the distribution's packages, without installing any. */

import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Apt, aptGet, aptLists, aptWith, candidates, download } from "./apt.ts";
import { distribution } from "./mirror.ts";
import type { RigPaths } from "./paths.ts";
import { tryRun } from "./run.ts";
import { findIn, madeOnce, unpackAll } from "./unpack.ts";

type Log = (text: string) => void;

/** Suites newer than a stable one; `undefined` is the machine's own. Buildx came with Debian 13. */
const ENGINE_SUITES: Readonly<Record<string, readonly (string | undefined)[]>> = {
  debian: [undefined, "forky", "sid", "trixie"],
  ubuntu: [undefined],
};

/** Registry, runtime, init and BusyBox of the machine's own suite: they fit its C library. */
export async function obtainTools(paths: RigPaths, log: Log): Promise<void> {
  const hasIptables = (await tryRun("iptables", ["--version"])).exitCode === 0;
  const names = ["busybox-static", "docker-registry", "runc", "tini"];
  const wanted = hasIptables ? names : [...names, "iptables"];
  const root = await obtainOwn(paths, "tools", wanted, log);
  link(paths, root, ["docker-registry", "runc", "busybox", "tini-static"]);
  link(paths, root, ["tini-static"], "docker-init"); // buildx's container builder asks for an init
  wrapIptables(paths, root);
}

/** apt locks the machine's dpkg for an `install`, also where it only downloads: one at a time. */
let last: Promise<unknown> = Promise.resolve();

/** Unpacks `names` of the machine's own suite, and what they need and it lacks, into the folder `part`. */
export async function obtainOwn(
  paths: RigPaths,
  part: string,
  names: readonly string[],
  log: Log,
): Promise<string> {
  const root = join(paths.state, part);
  await madeOnce(root, async (partial) => {
    const apt = await aptLists({ folder: join(paths.state, "apt/own") });
    const archives = join(paths.state, "debs", part);
    mkdirSync(join(archives, "partial"), { recursive: true });
    // --reinstall fetches what the machine has; missing dependencies come along
    const args = ["-y", "--download-only", "--reinstall", "--no-install-recommends", "install"];
    const where = `-oDir::Cache::archives=${archives}`;
    const turn = last.then(
      async () => await aptGet(apt, [where, ...args, ...names], { what: `download ${part}` }),
    );
    last = turn.catch(() => undefined);
    await turn;
    log(`unpacked ${await unpackAll(archives, partial)} (${apt.suite})`);
  });
  return root;
}

/** Docker, buildx and containerd of the first suite that has buildx. */
export async function obtainEngine(paths: RigPaths, apt: Apt, log: Log): Promise<void> {
  const root = join(paths.state, "engine");
  await madeOnce(root, async (partial) => {
    const wanted = ["docker.io", "docker-cli", "docker-buildx", "containerd"];
    const known = await candidates(apt, wanted);
    const debs = join(paths.state, "debs/engine");
    await download(
      apt,
      debs,
      wanted.filter((name) => known.has(name)),
    );
    log(`unpacked ${await unpackAll(debs, partial)} (${apt.suite})`);
  });
  link(paths, root, ["dockerd", "docker-proxy", "docker", "containerd", "containerd-shim-runc-v2"]);
  const plugin = findIn(root, ["usr/libexec/docker/cli-plugins", "usr/lib/docker/cli-plugins"]);
  const plugins = join(paths.dockerConfig, "cli-plugins");
  mkdirSync(plugins, { recursive: true });
  relink(join(plugin ?? "", "docker-buildx"), join(plugins, "docker-buildx"));
}

/** Lists of the suite that the engine and QEMU come from; read only when one of them is missing. */
export async function engineSuite(paths: RigPaths): Promise<Apt> {
  const suites = ENGINE_SUITES[distribution().id] ?? [undefined];
  return await aptWith(["docker.io", "docker-buildx"], suites, {
    folder: join(paths.state, "apt"),
  });
}

function link(paths: RigPaths, root: string, names: readonly string[], as?: string): void {
  mkdirSync(paths.bin, { recursive: true });
  for (const name of names) {
    const folders = ["usr/sbin", "usr/bin", "sbin", "bin", "usr/libexec/docker"];
    const found = findIn(
      root,
      folders.map((folder) => join(folder, name)),
    );
    if (found !== undefined) relink(found, join(paths.bin, as ?? name));
  }
}

function relink(target: string, path: string): void {
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

/** iptables that was unpacked finds its libraries and extensions only when told where they are. */
function wrapIptables(paths: RigPaths, root: string): void {
  const program = findIn(root, ["usr/sbin/xtables-nft-multi", "sbin/xtables-nft-multi"]);
  const libraries = findIn(root, [
    `usr/lib/${process.arch === "x64" ? "x86_64" : "aarch64"}-linux-gnu`,
  ]);
  const path = join(paths.bin, "iptables");
  if (program === undefined || libraries === undefined || existsSync(path)) return;
  const env = `LD_LIBRARY_PATH='${libraries}' XTABLES_LIBDIR='${libraries}/xtables'`;
  const script = `#!/bin/sh\n${env} exec '${program}' iptables "$@"\n`;
  writeFileSync(path, script, { mode: 0o755 });
}
