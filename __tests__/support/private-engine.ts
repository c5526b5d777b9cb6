/** Engines that are set up in other ways than the rig's: each for one test, with users of its own. */

import { existsSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startDaemon, stopDaemons, waitFor } from "../../scripts/rig/daemon.ts";
import { obtainRootlessTools } from "../../scripts/rig/own-tools.ts";
import { rigPaths } from "../../scripts/rig/paths.ts";
import type { Bench } from "./action.ts";

/** `dockerd` of root with `userns-remap`. Its network is a loopback device, so that no bridge is made. */
export async function remappedEngine(bench: Bench): Promise<Bench> {
  const folder = join(bench.dir, "remapped");
  const daemon = dockerd(bench, folder, ["--userns-remap=nobody:nogroup", "--bridge=none"]);
  const script = [...(await ownAccounts(folder)), `exec ${daemon}`];
  return await started(bench, folder, { options: ["--net"], script, env: {} });
}

/** `dockerd` of an ordinary user: RootlessKit gives it a user, mount and network namespace. */
export async function rootlessEngine(bench: Bench): Promise<Bench> {
  const { env } = await obtainRootlessTools(rigPaths(), () => undefined);
  const folder = join(bench.dir, "rootless");
  const kit = [
    `rootlesskit --state-dir=${folder}/kit --net=slirp4netns --mtu=65520`,
    "--copy-up=/etc --copy-up=/run --propagation=rslave",
  ];
  const daemon = dockerd(bench, folder, ["--rootless"]);
  const script = [
    ...(await ownAccounts(folder)),
    "mkdir -p /dev/net && mount -t tmpfs tmpfs /dev/net && mknod -m 666 /dev/net/tun c 10 200",
    `chown nobody ${folder}`,
    `exec setpriv --reuid nobody --regid nogroup --clear-groups ${kit.join(" ")} sh -c 'rm -rf /run/docker /run/containerd && exec ${daemon}'`,
  ];
  const home = { HOME: folder, XDG_RUNTIME_DIR: folder };
  return await started(bench, folder, { options: [], script, env: { ...env, ...home } });
}

/** `dockerd` of root, all of whose images and builds have to do with so many megabytes. */
export async function smallEngine(bench: Bench, megabytes: number): Promise<Bench> {
  const folder = join(bench.dir, "small");
  const script = [
    ...(await ownAccounts(folder)),
    `mkdir ${folder}/data && mount -t tmpfs -o size=${megabytes}m tmpfs ${folder}/data`,
    `exec ${dockerd(bench, folder, ["--bridge=none"])}`,
  ];
  return await started(bench, folder, { options: ["--net"], script, env: {} });
}

function dockerd({ engine }: Bench, folder: string, options: readonly string[]): string {
  const wrapper = join(engine.path, "runc-without-sys-resource");
  const wrapped = [`--add-runtime wrapped=${wrapper}`, "--default-runtime wrapped"];
  return [
    `dockerd --host unix://${folder}/docker.sock --config-file ${folder}/daemon.json`,
    `--data-root ${folder}/data --exec-root ${folder}/exec --pidfile ${folder}/id`,
    "--iptables=false --ip6tables=false --ip-forward=false",
    ...options,
    ...(existsSync(wrapper) ? wrapped : []),
  ].join(" ");
}

/** Lines that give `nobody` and `nogroup` ids to map, in an /etc that nobody else sees. */
export async function ownAccounts(folder: string): Promise<readonly string[]> {
  await mkdir(join(folder, "etc"), { recursive: true });
  const config = { features: { "containerd-snapshotter": false } };
  await writeFile(join(folder, "daemon.json"), JSON.stringify(config));
  const [up, work] = ["up", "work"].map((name) => `${folder}/etc/${name}`);
  return [
    `mount -t tmpfs tmpfs ${folder}/etc && mkdir ${up} ${work}`,
    `mount -t overlay -o lowerdir=/etc,upperdir=${up},workdir=${work} overlay /etc`,
    "printf '%s\\n' nobody:100000:65536 nogroup:100000:65536 | tee /etc/subuid >/etc/subgid",
  ];
}

interface Start {
  /** Command that starts it, and ends it with all that it started; absent: none. */
  readonly within?: readonly string[];
  /** Namespaces it gets besides one of mounts, as options of `unshare`. */
  readonly options: readonly string[];
  readonly script: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The bench on that engine, which has the base image for arm64 and is gone after the test. */
export async function started(bench: Bench, folder: string, start: Start): Promise<Bench> {
  const { engine, base, cleanup } = bench;
  // Its users are others than the one that made the folder.
  await chmod(bench.dir, 0o711);
  const path = `${engine.path}:${start.env.PATH ?? process.env.PATH}:/usr/sbin:/sbin`;
  const shell = ["sh", "-ec", start.script.join("\n")];
  const unshare = ["unshare", "--mount", "--propagation", "private", ...start.options, ...shell];
  const [program = "", ...args] = [...(start.within ?? []), ...unshare];
  startDaemon(folder, {
    name: "engine",
    program,
    args,
    env: { TMPDIR: "", ...start.env, PATH: path },
  });
  cleanup.push(() => stopDaemons(folder));
  const dockerHost = `unix://${folder}/docker.sock`;
  const docker: Bench["docker"] = (...args) => bench.docker("--host", dockerHost, ...args);
  await waitFor(folder, "engine", () =>
    docker("version").then(
      () => true,
      () => false,
    ),
  );
  const archive = join(bench.dir, "base.tar");
  await bench.docker("pull", "--quiet", "--platform=linux/arm64", base);
  await bench.docker("save", "--platform=linux/arm64", "--output", archive, base);
  await docker("load", "--input", archive);
  const env = { ...bench.env, DOCKER_HOST: dockerHost };
  return { ...bench, engine: { ...engine, store: "classic", dockerHost }, env, docker };
}
