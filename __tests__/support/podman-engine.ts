/** Podman of an ordinary user, behind the socket by which it speaks docker's API. */

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { obtainPodman } from "../../scripts/rig/own-tools.ts";
import { rigPaths } from "../../scripts/rig/paths.ts";
import type { Bench } from "./action.ts";
import { ownAccounts, started } from "./private-engine.ts";

/** Seconds after which it is killed, whatever it does: then nothing waits for it any more. */
const LIMIT = 50;

/**
 * Where it keeps what lives while it runs. Its clean-up program refuses a path of more than 50
 * characters, and without it containers never die for those who wait for that: `docker run` for ever.
 */
const RUN = "/mnt";

/** The bench on it, as on a private engine. What it starts is in a namespace of processes that ends with it. */
export async function podmanEngine(bench: Bench): Promise<Bench> {
  const { root, env } = await obtainPodman(rigPaths(), () => undefined);
  const folder = join(bench.dir, "podman");
  const script = [
    ...(await ownAccounts(folder)),
    "mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
    // Its helpers are given no variables.
    `echo '${env.LD_LIBRARY_PATH}' | tr : '\\n' >/etc/ld.so.conf.d/podman.conf && ldconfig`,
    `mkdir -p /etc/containers && cp ${root}/etc/containers/policy.json /etc/containers`,
    `mount -t tmpfs tmpfs ${RUN} && mkdir ${RUN}/tmp && chown nobody ${RUN} ${RUN}/tmp ${folder}`,
    `exec setpriv --reuid nobody --regid nogroup --clear-groups podman system service --time=0 unix://${folder}/docker.sock`,
  ];
  const config = join(folder, "containers.conf");
  await writeFile(config, configuration(bench, root));
  const own = {
    HOME: folder,
    XDG_RUNTIME_DIR: RUN,
    TMPDIR: `${RUN}/tmp`,
    CONTAINERS_CONF: config,
  };
  return await started(bench, folder, {
    within: ["timeout", "--signal=KILL", "--kill-after=0.1", String(LIMIT)],
    options: ["--pid", "--fork", "--kill-child", "--mount-proc"],
    script,
    env: { ...env, ...own },
  });
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
