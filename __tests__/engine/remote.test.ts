/** The whole step on engines that are not at this machine's socket, and from within a container. */

import assert from "node:assert/strict";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { containerJob } from "../support/container-job.ts";
import { plainForwarder, tlsForwarder } from "../support/forwarders.ts";
import { innerEngine } from "../support/inner-engine.ts";
import { type JobOptions, runJob } from "../support/job-run.ts";
import { otherMachine } from "../support/other-machine.ts";
import { publishedIndex } from "../support/published.ts";
import { sshServer } from "../support/ssh-server.ts";
import { tlsMaterial } from "../support/tls-material.ts";

/** Builds, tests and pushes; afterwards the machine is as before. */
async function works(
  bench: Bench,
  options: JobOptions,
  inputs: Readonly<Record<string, string>> = {},
): Promise<void> {
  const ref = `${bench.repository}:far`;
  const Dockerfile = `FROM ${bench.base}\nRUN uname -m > /machine\n`;
  const usual = {
    context: ".",
    platforms: "linux/arm64",
    tags: ref,
    push: "true",
    test: "uname -m | cmp - /machine",
  };
  const dir = await folder(bench, "context", { Dockerfile });
  const { main } = await runJob(bench, { ...usual, ...inputs }, { dir, ...options });
  assert.equal(main.exitCode, 0, main.log);
  const published = await publishedIndex(ref);
  assert.equal(published?.digest, main.outputs.digest);
  assert.deepEqual(
    published?.images.map(({ platform }) => platform),
    ["linux/arm64"],
  );
  assert.match(main.log, /^linux\/arm64: ran a program, kernel says aarch64/m);
}

onEngines(
  "an engine of another machine behind plain tcp",
  async (bench) => {
    const env = { DOCKER_HOST: await plainForwarder(bench) };
    await works(bench, { env, node: await otherMachine(bench) });
  },
  "containerd",
);

onEngines(
  "an engine in a privileged container, by a docker context with TLS",
  async (bench) => {
    const tls = await tlsMaterial(bench);
    const inner = await innerEngine(bench);
    const host = await tlsForwarder(bench, tls, inner.host);
    const files = ["ca", "cert", "key"].map((name) => `${name}=${tls.folder}/${name}.pem`);
    const endpoint = [`host=${host}`, ...files].join(",");
    await bench.docker("context", "create", "far", "--docker", endpoint);
    const env = { DOCKER_HOST: undefined, DOCKER_CONTEXT: "far" };
    await works(bench, { env, node: await otherMachine(bench) });
    assert.doesNotMatch(await inner.mounts(), /binfmt_misc/);
  },
  "containerd",
);

onEngines(
  "an engine of another machine behind ssh",
  async (bench) => {
    const env = await sshServer(bench);
    await works(bench, { env, node: await otherMachine(bench) });
  },
  "containerd",
);

onEngines(
  "a job in a container, to which the engine's socket is all that is bound",
  async (bench) => {
    await works(bench, { node: await containerJob(bench) }, { emulator: "/emulators" });
  },
  "containerd",
);
