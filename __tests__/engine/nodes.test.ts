/** Builds on several nodes: two engines' BuildKit behind addresses, a docker context, and the job's own engine. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { architectures } from "../../src/platform/architecture.ts";
import { type Bench, folder, onEngines, ROOT, usualInputs } from "../support/action.ts";
import { buildkitNode, plainForwarder, tlsForwarder } from "../support/forwarders.ts";
import { innerEngine } from "../support/inner-engine.ts";
import { builds, errorOf, recordingDocker, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";
import { runAction } from "../support/runner.ts";
import { sshServer } from "../support/ssh-server.ts";
import { type TlsMaterial, tlsMaterial } from "../support/tls-material.ts";

/** Inputs for an image of one program of each platform, which a RUN step starts. */
async function inputsOf(bench: Bench, more: Readonly<Record<string, string>>) {
  const probe = (target: string): Buffer => {
    const found = architectures.find((one) => one.target === target);
    return Buffer.from(found?.probe ?? "", "base64");
  };
  const context = await folder(bench, "context", {
    Dockerfile: 'FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH /probe\nRUN ["/probe"]\n',
    amd64: probe("x86_64"),
    arm64: probe("aarch64"),
    386: probe("i386"),
  });
  return { context, tags: `${bench.repository}:nodes`, push: "true", ...more };
}

/** The other engine of the rig; what the test pushes out of its BuildKit leaves its store again. */
function otherEngine({ list, engine, repository, docker, cleanup }: Bench): string {
  const host = list.find(({ name }) => name !== engine.name)?.dockerHost ?? "";
  cleanup.push(async () => {
    const ids = await docker("--host", host, "image", "ls", "--quiet", repository);
    await docker("--host", host, "image", "rm", "--force", ...ids.split("\n"));
  });
  return host;
}

/** Variables for an engine behind TLS, and those of docker/setup-buildx-action for the first node. */
async function tlsVariables(host: string, { folder: path }: TlsMaterial) {
  const text = async (name: string): Promise<string> => await readFile(join(path, name), "utf8");
  return {
    DOCKER_HOST: host,
    DOCKER_TLS_VERIFY: "1",
    DOCKER_CERT_PATH: path,
    BUILDER_NODE_0_AUTH_TLS_CACERT: await text("ca.pem"),
    BUILDER_NODE_0_AUTH_TLS_CERT: await text("cert.pem"),
    BUILDER_NODE_0_AUTH_TLS_KEY: await text("key.pem"),
  };
}

onEngines(
  "three platforms on three nodes are one index: two by tcp, the rest emulated on the job's engine behind TLS",
  async (bench) => {
    const tls = await tlsMaterial(bench);
    const env = await tlsVariables(await tlsForwarder(bench, tls), tls);
    const first = await buildkitNode(bench, otherEngine(bench), tls.options);
    const second = await buildkitNode(bench, (await innerEngine(bench)).host);
    const platforms = "linux/amd64,linux/386,linux/arm64";
    const nodes = `linux/amd64=${first.endpoint}\nlinux/386,linux/s390x=${second.endpoint}`;
    const { main, calls } = await runJob(bench, await inputsOf(bench, { platforms, nodes }), {
      env,
    });
    assert.equal(main.exitCode, 0, main.log);
    const published = await publishedIndex(`${bench.repository}:nodes`);
    assert.equal(published?.digest, main.outputs.digest);
    assert.equal(main.outputs.platforms, platforms);
    const names = published?.images.map(({ platform }) => platform).sort();
    assert.deepEqual(names, ["linux/386", "linux/amd64", "linux/arm64"]);
    const ran = (platform: string, where: string): RegExp =>
      new RegExp(`^${platform}: ran a program ${where}, kernel says `, "m");
    assert.match(main.log, ran("linux/amd64", `on ${first.endpoint}`));
    assert.match(main.log, ran("linux/386", `on ${second.endpoint}`));
    assert.match(main.log, ran("linux/arm64", "in the builder"));
    assert.match(main.summary, new RegExp(`\\| .linux/386. *\\| on .${second.endpoint}. `));
    for (const { received } of [first, second]) assert.ok(received() > 5_000, `${received()}`);
    assert.doesNotMatch(JSON.stringify([main.log, main.summary, calls]), /BEGIN|PRIVATE/);
    assert.equal(await bench.docker("context", "ls", "--quiet"), "default");
  },
  "classic",
);

onEngines(
  "a docker context and an engine behind ssh are nodes: a container of BuildKit on each; the test runs on the job's",
  async (bench) => {
    const other = otherEngine(bench);
    const host = await plainForwarder(bench, other);
    await bench.docker("context", "create", "far", "--docker", `host=${host}`);
    const engine = { ...bench.engine, dockerHost: other };
    const { DOCKER_HOST: ssh = "", PATH = "" } = await sshServer({ ...bench, engine });
    const Dockerfile = `FROM ${bench.base}\nRUN uname -m > /machine\n`;
    const platforms = "linux/arm64,linux/amd64";
    const inputs = await inputsOf(bench, {
      context: await folder(bench, "tested", { Dockerfile }),
      ...{ platforms, nodes: `linux/arm64=far\nlinux/amd64=${ssh}` },
      test: "uname -m | cmp - /machine",
    });
    const { main } = await runJob(bench, inputs, { env: { PATH } });
    assert.equal(main.exitCode, 0, main.log);
    const published = await publishedIndex(inputs.tags);
    assert.equal(published?.digest, main.outputs.digest);
    const names = published?.images.map(({ platform }) => platform).sort();
    assert.deepEqual(names, ["linux/amd64", "linux/arm64"]);
    assert.match(main.log, /^linux\/arm64: ran a program on far, kernel says aarch64, /m);
    assert.ok(main.log.includes(`linux/amd64: ran a program on ${ssh}, kernel says `), main.log);
    assert.match(main.log, /^linux\/arm64: test passed/m);
    const { jobId = "" }: { jobId?: string } = JSON.parse(main.state.ledger ?? "{}");
    const ours = ["--filter", `name=buildx_buildkit_${jobId}`, "--format", "{{.Names}}"];
    assert.match(jobId, /^anyarch-/);
    const left = await bench.docker("--host", other, "ps", "--all", ...ours);
    assert.equal(left, "", "left on a node after post");
  },
  "classic",
);

onEngines(
  "a node of another architecture is named before the build",
  async (bench) => {
    const { endpoint } = await buildkitNode(bench, otherEngine(bench));
    const nodes = `linux/mips64le=${endpoint}`;
    const job = await runJob(bench, await inputsOf(bench, { platforms: "mips64le", nodes }));
    assert.equal(job.main.exitCode, 1, job.main.log);
    assert.match(errorOf(job), new RegExp(`${endpoint} does not run programs of linux/mips64le`));
    assert.match(errorOf(job), /exec format error/);
    assert.equal(builds(job.calls).length, 1);
  },
  "classic",
);

onEngines(
  "a node that is the BuildKit of an engine with the classic store, which exports no image, is told before the build",
  async (bench) => {
    const { endpoint } = await buildkitNode(bench, otherEngine(bench));
    const inputs = await inputsOf(bench, {
      platforms: "linux/386",
      nodes: `linux/386=${endpoint}`,
    });
    const job = await runJob(bench, inputs);
    assert.equal(job.main.exitCode, 1, job.main.log);
    assert.ok(errorOf(job).startsWith(`${endpoint} can make no image`), errorOf(job));
    assert.match(errorOf(job), /nodes: linux\/arm64=ssh:/);
    assert.deepEqual([builds(job.calls), job.left], [[], []]);
  },
  "containerd",
);

onEngines(
  "nodes that cannot be used are named, all of them, before anything is changed",
  async (bench) => {
    const engine = await plainForwarder(bench);
    const nodes = `linux/arm64=tcp://127.0.0.1:1\nlinux/386=${engine}`;
    const platforms = "linux/arm64,linux/386";
    const job = await runJob(bench, await inputsOf(bench, { platforms, nodes }));
    assert.equal(job.main.exitCode, 1, job.main.log);
    assert.deepEqual([builds(job.calls), job.left], [[], []]);
    assert.match(job.main.log, /The node tcp:\/\/127\.0\.0\.1:1 cannot be used.*ECONNREFUSED/s);
    assert.match(
      job.main.log,
      new RegExp(`${engine} cannot be used.*a Docker engine listens there`, "s"),
    );
  },
  "classic",
);

/** A kubectl configuration; nothing listens at its cluster's address. */
const KUBECONFIG = JSON.stringify({
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }],
  users: [{ name: "u", user: { token: "sesame" } }],
  contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
  "current-context": "c",
});

/** Main's log and calls for a cluster that does not answer; buildx's state is the test's own, as its builder stays. */
async function silentCluster(
  bench: Bench,
  inputs: Readonly<Record<string, string>>,
  home: string,
): Promise<{ readonly log: string; readonly calls: readonly (readonly string[])[] }> {
  const recorder = await recordingDocker(bench);
  const common = {
    action: ROOT,
    temp: join(bench.dir, "temp"),
    toolCache: join(bench.dir, "tools"),
    env: {
      ...bench.env,
      PATH: `${recorder.path}:${bench.env.PATH ?? ""}`,
      HOME: home,
      KUBECONFIG: join(home, "config"),
      BUILDX_CONFIG: join(home, "buildx"),
    },
  };
  const main = await runAction({ ...common, with: { ...usualInputs(bench), ...inputs } });
  assert.equal(main.exitCode, 1, main.log);
  const post = await runAction({ ...common, entry: "post", state: main.state });
  assert.deepEqual([post.exitCode, post.annotations.length], [0, 1], post.log);
  assert.match(post.log, /kubectl --namespace builds delete --ignore-not-found deployment/);
  return { log: main.log, calls: await recorder.calls() };
}

onEngines(
  "Kubernetes: buildx gets a node for each line, and a cluster that is not named or does not answer is told",
  async (bench) => {
    const platforms = "linux/arm64,linux/amd64";
    const selector = "kubernetes.io/arch";
    const nodes = [
      `linux/arm64=kubernetes://builds?nodeselector=${selector}=arm64,x=y&requests.cpu=2`,
      `linux/amd64=kubernetes://builds?nodeselector=${selector}=amd64`,
    ];
    const inputs = await inputsOf(bench, { platforms, nodes: nodes.join("\n") });
    const HOME = await folder(bench, "home", { config: KUBECONFIG });
    const nowhere = await runJob(bench, inputs, { env: { HOME, KUBECONFIG: undefined } });
    assert.equal(nowhere.main.exitCode, 1, nowhere.main.log);
    assert.match(errorOf(nowhere), /no configuration has been provided[\s\S]*kubectl get nodes/);
    assert.deepEqual(nowhere.left, []);
    const silent = await silentCluster(bench, inputs, HOME);
    assert.match(silent.log, /127\.0\.0\.1:1: connect: connection refused/);
    assert.match(silent.log, /kubectl get nodes/);
    for (const log of [nowhere.main.log, silent.log]) assert.doesNotMatch(log, /sesame/);
    const made = silent.calls.filter(([, verb]) => verb === "create");
    const withoutFiles = made.map((args) =>
      args.filter((arg, at) => ![arg, args[at - 1]].includes("--buildkitd-config")),
    );
    const name = made[0]?.[3] ?? "";
    const image = ["--driver-opt", `image=${bench.buildkitImage}`];
    const builds = ["--driver-opt", "namespace=builds", "--driver-opt"];
    assert.deepEqual(withoutFiles, [
      [
        ...["buildx", "create", "--name", name, "--driver", "kubernetes"],
        ...["--platform", "linux/arm64", ...image, ...builds],
        ...[`"nodeselector=${selector}=arm64,x=y"`, "--driver-opt", "requests.cpu=2"],
      ],
      [
        ...["buildx", "create", "--name", name, "--append"],
        ...["--platform", "linux/amd64", ...image, ...builds, `nodeselector=${selector}=amd64`],
      ],
    ]);
  },
  "classic",
);
