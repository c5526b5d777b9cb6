/** Every recipe of the docs, taken from the page and run as it stands, but for the names of registries. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { workflowsIn } from "../../scripts/check/workflows.ts";
import { buildkitNode } from "../support/forwarders.ts";
import { publishedIndex } from "../support/published.ts";
import { tlsMaterial } from "../support/tls-material.ts";
import { ACCOUNT, type Forge, forge, provider, ROOT } from "../support/workflow/forge.ts";
import type { WorkflowOptions, WorkflowRun } from "../support/workflow/level.ts";
import { runWorkflow } from "../support/workflow/run.ts";

/** An app whose program says its version, as the recipes' test lines ask it. */
const dockerfile = (base: string): string => `FROM ${base}
RUN printf '#!/bin/sh\\necho app 1.0 on $(uname -m)\\n' >/usr/bin/app && chmod 755 /usr/bin/app && app >/built
CMD ["app"]
`;

interface Recipe {
  readonly text: string;
  readonly forge: Forge;
  /** `127.0.0.1:PORT/…/app` in the registry that asks for a login. */
  readonly name: string;
}

let number = 0;

/** The workflow at `index` of a page, with loopback in the place of its registry. */
async function recipe(
  t: Parameters<typeof forge>[0],
  page: string,
  { index = 0, registry = "ghcr.io" }: { readonly index?: number; readonly registry?: string } = {},
): Promise<Recipe> {
  const found = await forge(t, ({ base }) => ({ Dockerfile: dockerfile(base) }));
  const text = workflowsIn(await readFile(join(ROOT, "docs/recipes", page), "utf8"))[index] ?? "";
  number += 1;
  const path = `recipes/${process.pid}-${number}/app`;
  return {
    text: text.replaceAll(/(project\/)?me\/app/g, path).replaceAll(registry, found.locked),
    forge: found,
    name: `${found.locked}/${path}`,
  };
}

/** What a rig without the internet needs besides: its emulators, and its image of the builder. */
function withRig({ text, forge: { qemuDir, buildkitImage } }: Recipe): string {
  return text.replace(
    /^( +)context: \.$/m,
    `$&\n$1emulator: ${qemuDir}\n$1buildkit-image: ${buildkitImage}`,
  );
}

async function run(
  { forge: { machine, standIns } }: Recipe,
  content: string,
  more: Partial<WorkflowOptions> = {},
): Promise<WorkflowRun> {
  const secrets = { GITHUB_TOKEN: ACCOUNT.password, ...more.secrets };
  const options = { content, provider, standIns, machine: () => machine("one", "containerd") };
  const done = await runWorkflow({ ...options, ...more, secrets });
  assert.ok(!done.log.includes(ACCOUNT.password), "the password is in a log");
  return done;
}

/** What is under `name` in the registry behind the login. */
async function published({ name, forge: { locked, registry } }: Recipe, tag = "latest") {
  return await publishedIndex(`${name.replace(locked, registry)}:${tag}`);
}

async function assertPublished(recipe: Recipe, platforms: readonly string[], tag?: string) {
  const found = await published(recipe, tag);
  assert.deepEqual(found?.images.map(({ platform }) => platform).sort(), [...platforms].sort());
  return found?.digest ?? "";
}

const secretsOf = { REGISTRY_PASSWORD: ACCOUNT.password, DOCKERHUB_TOKEN: ACCOUNT.password };
const vars = { REGISTRY_USERNAME: ACCOUNT.username, DOCKERHUB_USERNAME: ACCOUNT.username };

test("one step: a push publishes, a pull request builds and tests and pushes nothing", async (t) => {
  const one = await recipe(t, "one-step.md");
  const content = withRig(one);
  const pull = await run(one, content, { github: { event_name: "pull_request" } });
  assert.equal(pull.result, "success", pull.log);
  assert.match(pull.log, /app 1\.0 on aarch64/);
  assert.deepEqual(one.forge.asked, []);
  const push = await run(one, content);
  assert.equal(push.result, "success", push.log);
  const digest = await assertPublished(one, ["linux/amd64", "linux/arm64"]);
  assert.match(push.log, new RegExp(`^published ${digest}$`, "m"));
});

test("matrix: by the reusable workflow, and by hand", async (t) => {
  const called = await recipe(t, "matrix-workflow.md");
  const byHand = await recipe(t, "matrix-by-hand.md");
  const sha = "0123456789abcdef0123456789abcdef01234567";
  const [one, two] = await Promise.all([
    run(called, withRig(called)),
    run(byHand, withRig(byHand)),
  ]);
  for (const done of [one, two]) assert.equal(done.result, "success", done.log);
  const platforms = ["linux/amd64", "linux/arm/v7", "linux/arm64"];
  const digest = await assertPublished(called, platforms);
  assert.equal(await assertPublished(called, platforms, sha), digest);
  assert.match(one.log, new RegExp(`^published ${digest} for linux/amd64,linux/arm64,`, "m"));
  const other = await assertPublished(byHand, ["linux/amd64", "linux/arm64"]);
  assert.match(two.log, new RegExp(`^published ${other}$`, "m"));
  for (const { id, permissions } of [...one.jobs, ...two.jobs]) {
    const writes = Object.entries(permissions ?? {}).filter(([, level]) => level === "write");
    const expected = /legs|merge/.test(id) ? [["packages", "write"]] : [];
    assert.deepEqual(writes, expected, id);
  }
});

test("own nodes: BuildKit behind TLS, its certificates as secrets", async (t) => {
  const own = await recipe(t, "own-nodes.md");
  const { dir, list } = own.forge;
  const engine = list.find(({ store }) => store === "containerd");
  assert.ok(engine !== undefined);
  const cleanup: (() => Promise<unknown>)[] = [];
  t.after(async () => await Promise.all(cleanup.map((clean) => clean())));
  const tls = await tlsMaterial({ dir });
  const node = await buildkitNode({ cleanup }, engine.dockerHost, tls.options);
  const [NODE_CA = "", NODE_CERT = "", NODE_KEY = ""] = await Promise.all(
    ["ca.pem", "cert.pem", "key.pem"].map((name) => readFile(join(tls.folder, name), "utf8")),
  );
  // The node here is of this machine's processor: it builds that platform natively.
  const native = `linux/${process.arch === "arm64" ? "arm64" : "amd64"}=${node.endpoint}`;
  const content = withRig(own).replace("linux/arm64=tcp://arm.example:1234", native);
  const done = await run(own, content, { secrets: { NODE_CA, NODE_CERT, NODE_KEY } });
  assert.equal(done.result, "success", done.log);
  await assertPublished(own, ["linux/amd64", "linux/arm64"]);
  assert.ok(node.received() > 0, "the node was asked");
  assert.ok(!done.log.includes(NODE_KEY.trim()), "the key is in the log");
});

test("air gap: the emulator of a mirror, whose hash is written down", async (t) => {
  const gap = await recipe(t, "air-gap.md", { registry: "registry.example" });
  const emulator = await readFile(join(gap.forge.qemuDir, "qemu-aarch64"));
  const asked: string[] = [];
  const mirror = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end(gzipSync(emulator, { level: 1 }));
  });
  await new Promise<void>((resolve) => mirror.listen(0, "127.0.0.1", resolve));
  t.after(() => mirror.close());
  const address = mirror.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const content = gap.text
    .replace("https://mirror.example", `http://127.0.0.1:${port}`)
    .replace(
      /aarch64=[0-9a-f]{64}/,
      `aarch64=${createHash("sha256").update(emulator).digest("hex")}`,
    )
    .replace(/(buildkit-image: ).*/, `$1${gap.forge.buildkitImage}`);
  const done = await run(gap, content, { secrets: secretsOf, vars });
  assert.equal(done.result, "success", done.log);
  await assertPublished(gap, ["linux/amd64", "linux/arm64"]);
  assert.deepEqual(asked, ["/qemu/x86_64_qemu-aarch64.gz"]);
});

const logins = [
  { name: "Docker Hub", index: 0, registry: "docker.io" },
  { name: "Amazon ECR", index: 1, registry: "123456789012.dkr.ecr.eu-central-1.amazonaws.com" },
  { name: "Google Artifact Registry", index: 2, registry: "europe-docker.pkg.dev" },
];

for (const { name, index, registry } of logins) {
  test(`login: ${name}`, async (t) => {
    const one = await recipe(t, "logins.md", { index, registry });
    const { standIns, locked } = one.forge;
    const permissions: unknown[] = [];
    const done = await run(one, withRig(one).replace("oauth2accesstoken", ACCOUNT.username), {
      ...{ secrets: secretsOf, vars },
      standIns: {
        ...standIns,
        "aws-actions/configure-aws-credentials": async () => ({}),
        "aws-actions/amazon-ecr-login": async (call) => {
          const login = standIns["docker/login-action"];
          await login?.({ ...call, with: { ...ACCOUNT, registry: locked } });
          return { registry: locked };
        },
        "google-github-actions/auth": async () => ({ access_token: ACCOUNT.password }),
      },
    });
    permissions.push(...done.jobs.map((job) => job.permissions));
    assert.equal(done.result, "success", done.log);
    await assertPublished(one, ["linux/arm64"]);
    const oidc = index > 0 ? { "id-token": "write" } : {};
    assert.deepEqual(permissions, [{ contents: "read", ...oidc }]);
  });
}
