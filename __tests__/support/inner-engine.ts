/** An engine inside a privileged container: its mounts, its shell and its paths are not the machine's. */

import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bench } from "./action.ts";
import { LIBRARIES } from "./container-job.ts";
import { OWN_PLATFORM } from "./engines.ts";

export interface InnerEngine {
  /** As `DOCKER_HOST`. */
  readonly host: string;
  /** What is mounted where that engine is. */
  mounts(): Promise<string>;
}

/** An engine that is gone after the test. */
export async function innerEngine(bench: Bench): Promise<InnerEngine> {
  const { dir, engine, docker, base, cleanup } = bench;
  const name = `inner-${randomBytes(4).toString("hex")}`;
  const folder = join(dir, "inner");
  await mkdir(folder);
  await writeFile(join(folder, "start"), script(engine.path, `aai${name.slice(6)}`), {
    mode: 0o755,
  });
  const state = dirname(engine.path);
  const volumes = [`${state}:${state}:ro`, ...LIBRARIES.map((path) => `${path}:${path}:ro`)];
  const options = ["--detach", "--privileged", "--network=host", "--volume=/var/lib/docker"];
  // `docker stop` lets it take its bridge away; what it stored goes with its volume.
  cleanup.push(async () => {
    await docker("stop", "--time=10", name);
    await docker("rm", "--force", "--volumes", name);
  });
  await docker(
    "run",
    OWN_PLATFORM,
    ...options,
    `--name=${name}`,
    ...volumes.map((it) => `--volume=${it}`),
    `--volume=${folder}:/run/inner`,
    base,
    "/run/inner/start",
  );
  const host = `unix://${folder}/docker.sock`;
  for (let tries = 0; tries < 100; tries += 1) {
    const answered = await docker("--host", host, "version").then(
      () => true,
      () => false,
    );
    if (answered) return { host, mounts: () => docker("exec", name, "cat", "/proc/mounts") };
    await sleep(100);
  }
  throw new Error(`the inner engine did not start:\n${await docker("logs", name)}`);
}

const script = (bin: string, bridge: string): string => `#!/bin/sh
export PATH='${bin}':$PATH
ip link add name ${bridge} type bridge
ip addr add 10.199.0.1/24 dev ${bridge}
ip link set ${bridge} up
runtime='${bin}/runc-without-sys-resource'
[ -e "$runtime" ] && set -- --add-runtime wrapped="$runtime" --default-runtime wrapped
echo '{"features": {"containerd-snapshotter": true}}' >/run/inner/daemon.json
dockerd --config-file /run/inner/daemon.json --host unix:///run/inner/docker.sock \\
  --bridge ${bridge} --iptables=false --ip6tables=false --ip-forward=false \\
  --insecure-registry 127.0.0.0/8 "$@" &
pid=$!
trap 'kill $pid' TERM INT
while kill -0 $pid 2>/dev/null; do wait $pid; done
ip link del ${bridge}
`;
