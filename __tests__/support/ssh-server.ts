/** A real ssh server on loopback behind which the bench's engine is, and a client that knows it. */

import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { startDaemon, stopDaemons, waitFor } from "../../scripts/rig/daemon.ts";
import { obtainFarTools } from "../../scripts/rig/own-tools.ts";
import { rigPaths } from "../../scripts/rig/paths.ts";
import type { Bench } from "./action.ts";

const run = promisify(execFile);

interface Ssh {
  /** Where the packages are unpacked. */
  readonly root: string;
  /** Keys, configurations, log; gone after the test. */
  readonly dir: string;
  readonly port: number;
}

/**
 * Starts the server until the end of the test; gives the variables for it. It has keys, accounts and
 * a /run of its own, and the `ssh` on the PATH reads no configuration of the machine's.
 */
export async function sshServer(bench: Bench): Promise<Readonly<Record<string, string>>> {
  const { root, env } = await obtainFarTools(rigPaths(), () => undefined);
  const ssh = { root, dir: join(bench.dir, "ssh"), port: await freePort() };
  await mkdir(join(ssh.dir, "bin"), { recursive: true });
  for (const name of ["host", "user"]) {
    const args = ["-q", "-t", "ed25519", "-N", "", "-f", join(ssh.dir, name)];
    await run(join(root, "usr/bin/ssh-keygen"), args);
  }
  await writeServer(ssh, bench);
  await writeClient(ssh);
  const args = ["--mount", "--propagation", "private", "sh", "-c", script(ssh, bench)];
  startDaemon(ssh.dir, { name: "sshd", program: "unshare", args, env });
  bench.cleanup.push(() => stopDaemons(ssh.dir));
  await waitFor(ssh.dir, "sshd", () => listens(ssh.port));
  const path = `${join(ssh.dir, "bin")}:${bench.env.PATH}`;
  return { DOCKER_HOST: `ssh://root@127.0.0.1:${ssh.port}`, PATH: path };
}

/** The server asks for /run/sshd and an account of its own, whatever it is configured with. */
function script({ root, dir }: Ssh, { engine }: Bench): string {
  const folder = dirname(engine.dockerHost.replace("unix://", ""));
  return [
    `mkdir ${dir}/run && mount -t tmpfs tmpfs ${dir}/run`,
    `mkdir ${dir}/run/sshd ${dir}${folder} && mount --bind ${folder} ${dir}${folder}`,
    `mount --rbind ${dir}/run /run`,
    `mount --bind ${dir}/passwd /etc/passwd && mount --bind ${dir}/shadow /etc/shadow`,
    `exec ${root}/usr/sbin/sshd -D -e -f ${dir}/sshd_config`,
  ].join(" && ");
}

async function writeServer({ dir, port }: Ssh, { engine }: Bench): Promise<void> {
  const config = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${dir}/host`,
    `AuthorizedKeysFile ${dir}/user.pub`,
    "StrictModes no",
    "UsePAM no",
    "PidFile none",
    `SetEnv DOCKER_HOST=${engine.dockerHost} PATH=${engine.path}:/usr/bin:/bin`,
  ];
  const accounts = ["root:x:0:0::/root:/bin/sh", "sshd:x:999:999::/run/sshd:/bin/false"];
  await writeFile(join(dir, "sshd_config"), `${config.join("\n")}\n`);
  await writeFile(join(dir, "passwd"), `${accounts.join("\n")}\n`);
  await writeFile(join(dir, "shadow"), "root:*:19000::::::\nsshd:*:19000::::::\n");
}

async function writeClient({ root, dir, port }: Ssh): Promise<void> {
  const [kind, key] = (await readFile(join(dir, "host.pub"), "utf8")).split(" ");
  await writeFile(join(dir, "known_hosts"), `[127.0.0.1]:${port} ${kind} ${key}\n`);
  const config = [
    "Host *",
    `UserKnownHostsFile ${dir}/known_hosts`,
    "GlobalKnownHostsFile /dev/null",
    `IdentityFile ${dir}/user`,
    "IdentitiesOnly yes",
    "StrictHostKeyChecking yes",
  ];
  await writeFile(join(dir, "config"), `${config.join("\n")}\n`);
  const program = `#!/bin/sh\nexec '${root}/usr/bin/ssh' -F '${dir}/config' "$@"\n`;
  await writeFile(join(dir, "bin/ssh"), program, { mode: 0o755 });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function listens(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket.destroy() !== undefined));
    socket.on("error", () => resolve(false));
  });
}
