/** Podman of an ordinary user, behind the socket by which it speaks docker's API. */

import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { obtainPodman } from "../../scripts/rig/own-tools.ts";
import { rigPaths } from "../../scripts/rig/paths.ts";
import type { Bench } from "./action.ts";
import { ownAccounts, started } from "./private-engine.ts";

/** The bench on it, as on a private engine; what holds its namespaces is gone after the test too. */
export async function podmanEngine(bench: Bench): Promise<Bench> {
  const { root, env } = await obtainPodman(rigPaths(), () => undefined);
  const folder = join(bench.dir, "podman");
  const script = [
    ...(await ownAccounts(folder)),
    // Its helpers are given no variables, and where one of them cannot start podman waits 20 s.
    `echo '${env.LD_LIBRARY_PATH}' | tr : '\\n' >/etc/ld.so.conf.d/podman.conf && ldconfig`,
    `mkdir -p /etc/containers && cp ${root}/etc/containers/policy.json /etc/containers`,
    `chown nobody ${folder}`,
    `exec setpriv --reuid nobody --regid nogroup --clear-groups podman system service --time=0 unix://${folder}/docker.sock`,
  ];
  const config = join(folder, "containers.conf");
  await writeFile(config, configuration(bench, root));
  // Its command line names no folder, by which the others are found.
  bench.cleanup.push(async () => {
    const pid = await readFile(join(folder, "libpod/tmp/pause.pid"), "utf8");
    process.kill(Number(pid));
  });
  const own = { HOME: folder, XDG_RUNTIME_DIR: folder, CONTAINERS_CONF: config };
  return await started(bench, folder, { options: [], script, env: { ...env, ...own } });
}

/** Crun refuses some machines' cgroups; the rig's runc starts containers on all. */
function configuration({ engine }: Bench, root: string): string {
  const wrapper = join(engine.path, "runc-without-sys-resource");
  const runtime = existsSync(wrapper) ? wrapper : join(engine.path, "runc");
  return `[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "own"
conmon_path = ["${root}/usr/bin/conmon"]
[engine.runtimes]
own = ["${runtime}"]
`;
}
