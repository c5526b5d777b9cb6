/** docker/build-push-action's inputs reach the build and the image, many at once. */

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { errorOf, runJob } from "../support/job-run.ts";
import { blobOf, publishedIndex } from "../support/published.ts";

const SECRETS = ["VALUE", "FROM_ENV", "FROM_FILE"];

/** Each line that it prints is what one input made of the step. */
const FACTS = [
  "echo argument=$ARGUMENT",
  "echo files=$(ulimit -n)",
  "echo shm=$(df -k /dev/shm | tail -1 | sed 's/  */ /g' | cut -d' ' -f2)",
  "echo host=$(grep extra.example /etc/hosts | cut -f1)",
  "echo folder=$(cat /from-folder)",
  "echo image=$(test -x /from-image && echo yes)",
  "echo agent=$(test -S $SSH_AUTH_SOCK && echo yes)",
  `for s in ${SECRETS.join(" ")}; do echo $s=$(cat /run/secrets/$s | wc -c); done`,
];

function dockerfile({ base }: Bench): string {
  const secrets = SECRETS.map((id) => `--mount=type=secret,id=${id}`).join(" ");
  return [
    `FROM ${base} as wanted`,
    "ARG ARGUMENT",
    "COPY --from=more file /from-folder",
    "COPY --from=other /bin/busybox /from-image",
    `RUN --mount=type=ssh ${secrets} (${FACTS.join("; ")}) > /facts`,
    // With `no-cache` another one at every build: what is pushed must be what was tested.
    "RUN cat /proc/sys/kernel/random/uuid > /unique",
    "FROM wanted AS not-wanted",
    "RUN exit 1",
  ].join("\n");
}

async function inputsOf(bench: Bench): Promise<Record<string, string>> {
  const context = await folder(bench, "context", { "app.Dockerfile": dockerfile(bench) });
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const more = await folder(bench, "more", {
    file: "of the folder",
    secret: "12345",
    key: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
  });
  return {
    ...{ context, file: join(context, "app.Dockerfile"), target: "wanted", push: "true" },
    ...{ tags: `${bench.repository}:1`, platforms: "linux/arm64", test: "cat /facts /unique" },
    ...{ "no-cache": "true", pull: "true", network: "default", allow: "network.host" },
    "build-args": "ARGUMENT=of the workflow",
    "add-hosts": "extra.example:192.0.2.7",
    ulimit: "nofile=1234:1234",
    "shm-size": "8m",
    "build-contexts": `more=${more}\nother=docker-image://${bench.base}`,
    "cgroup-parent": "/anyarch-of-tests",
    secrets: "VALUE=1234567",
    "secret-envs": "FROM_ENV=A_VARIABLE",
    "secret-files": `FROM_FILE=${join(more, "secret")}`,
    ssh: `default=${join(more, "key")}`,
    labels: "org.example.label=l1,l2",
    annotations: "org.example.note=of the manifest\nmanifest:org.example.other=x,y",
    attests: "type=provenance,mode=min",
  };
}

onEngines("G07 inputs reach the build and the image, many at once", async (bench) => {
  const off = { DOCKER_BUILD_SUMMARY: "false", DOCKER_BUILD_CHECKS_ANNOTATIONS: "false" };
  const options = { dir: bench.dir, env: { A_VARIABLE: "123", ...off } };
  const { main, calls } = await runJob(bench, await inputsOf(bench), options);
  assert.equal(main.exitCode, 0, main.log);
  for (const fact of [
    ...["argument=of the workflow", "files=1234", "shm=8192", "host=192.0.2.7"],
    ...["folder=of the folder", "image=yes", "agent=yes", "VALUE=7", "FROM_ENV=3", "FROM_FILE=5"],
  ]) {
    assert.match(main.log, new RegExp(`^${fact}$`, "m"));
  }
  const published = await publishedIndex(`${bench.repository}:1`);
  assert.equal(published?.attestations.length, 1);
  const [image] = published?.images ?? [];
  assert.equal(image?.config.config?.Labels?.["org.example.label"], "l1,l2");
  const manifest = await fetchManifest(bench, image?.digest ?? "");
  assert.equal(manifest.annotations?.["org.example.note"], "of the manifest");
  assert.equal(manifest.annotations?.["org.example.other"], "x,y");
  assert.ok(calls.some((args) => args.includes("/anyarch-of-tests")));
  assert.equal(main.summary, "", "DOCKER_BUILD_SUMMARY: false");
  const warnings = main.annotations.filter(({ level }) => level === "warning");
  assert.deepEqual(warnings, [], "DOCKER_BUILD_CHECKS_ANNOTATIONS: false");
  assert.ok(!JSON.stringify(calls).includes("1234567"), "a secret is in no command line");
  assert.deepEqual(main.masks, ["1234567"], "the runner hides what the build prints of it");
  assert.ok(await blobOf(bench.repository, image?.configDigest ?? ""));
});

async function fetchManifest(
  { repository }: Bench,
  digest: string,
): Promise<{ readonly annotations?: Readonly<Record<string, string>> }> {
  const [, host = "", name = ""] = /^([^/]+)\/(.+)$/.exec(repository) ?? [];
  const headers = { accept: "application/vnd.oci.image.manifest.v1+json" };
  const reply = await fetch(`http://${host}/v2/${name}/manifests/${digest}`, { headers });
  const value: { annotations?: Record<string, string> } = JSON.parse(await reply.text());
  return value;
}

onEngines(
  "call: the answer is in the log, findings of a check fail the step, in a build they are annotations",
  async (bench) => {
    const Dockerfile = `FROM ${bench.base} as one\nWORKDIR relative\n`;
    const dir = await folder(bench, "workspace", { Dockerfile });
    const common = { context: ".", platforms: "linux/amd64" };
    const ask = async (call: string) => await runJob(bench, { ...common, call }, { dir });
    const check = await ask("check");
    assert.equal(check.main.exitCode, 1);
    assert.match(errorOf(check), /^Check complete, 2 warnings have been found!/);
    assert.match(check.main.log, /WorkdirRelativePath - https:/);
    const targets = await ask("targets");
    assert.equal(targets.main.exitCode, 0, targets.main.log);
    assert.match(targets.main.log, /^one \(default\)/m);
    assert.deepEqual(targets.main.annotations, []);

    const built = await ask("build");
    assert.equal(built.main.exitCode, 0, built.main.log);
    const found = built.main.annotations.filter(({ level }) => level === "warning");
    assert.deepEqual(found.map(({ properties }) => [properties.file, properties.line]).sort(), [
      ["Dockerfile", "1"],
      ["Dockerfile", "2"],
    ]);
    assert.match(
      JSON.parse(built.main.outputs.metadata ?? "{}")["buildx.build.warnings"][0].url,
      /rule/,
    );
  },
  "containerd",
);
