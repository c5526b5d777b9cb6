/** Registries that refuse, are absent, or lose what was pushed: never green, and the log says what is where. */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { builds, errorOf, type JobRun, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";
import { type Manner, type StubRegistry, stubRegistry } from "../support/stub-registry.ts";

async function pushed(
  bench: Bench,
  tags: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<JobRun> {
  const dockerfile = `FROM ${bench.base}\nRUN uname -m > /machine\n`;
  const context = await folder(bench, "context", { Dockerfile: dockerfile });
  const common = { context, platforms: "linux/arm64", push: "true", tags };
  const job = await runJob(bench, { ...common, ...inputs });
  assert.equal(job.main.exitCode, 1, job.main.log);
  assert.deepEqual(job.left, [], "main itself undid everything");
  assert.equal(job.main.outputs.digest, undefined);
  return job;
}

async function stub(bench: Bench, manner: Manner): Promise<StubRegistry> {
  const registry = await stubRegistry(manner);
  bench.cleanup.push(() => registry.close());
  return registry;
}

async function logIn(bench: Bench, host: string): Promise<void> {
  const auths = { [host]: { auth: Buffer.from("me:secret").toString("base64") } };
  await writeFile(join(bench.env.DOCKER_CONFIG ?? "", "config.json"), JSON.stringify({ auths }));
}

const error = (code: string, message: string): string =>
  JSON.stringify({ errors: [{ code, message }] });

const refusals = [
  {
    status: 401,
    body: error("UNAUTHORIZED", "authentication required"),
    expected: /not logged in|docker\/login-action|docker login/i,
  },
  {
    status: 403,
    body: error("DENIED", "permission_denied: write_package"),
    expected: /not logged in/,
  },
  {
    status: 403,
    body: error("DENIED", "permission_denied: write_package"),
    expected: /token may lack write permission/,
    login: true,
  },
];

for (const { status, body, expected, login } of refusals) {
  const who = login ? "who is logged in" : "nobody";
  onEngines(`G12 a push of ${who} refused with ${status} fails at once`, async (bench) => {
    const registry = await stub(bench, { kind: "refuses", status, body });
    if (login) await logIn(bench, registry.host);
    const job = await pushed(bench, `${registry.host}/some/thing:1`);
    const text = errorOf(job);
    assert.match(text, new RegExp(registry.host));
    assert.match(text, /some\/thing/);
    assert.match(text, expected);
    assert.equal(builds(job.calls).length, 1, "built once");
  });
}

onEngines("a registry that is not there", async (bench) => {
  const job = await pushed(bench, "127.0.0.1:1/some/thing:1");
  assert.match(errorOf(job), /127\.0\.0\.1:1/);
  assert.match(errorOf(job), /connection refused|not running|cannot be reached|does not answer/i);
});

for (const { name, inputs, only } of [
  { name: "", inputs: {} },
  { name: " out of a container builder", inputs: { provenance: "true" }, only: "classic" as const },
]) {
  onEngines(
    `of two tags the second is refused${name}: the first is told`,
    async (bench) => {
      const body = error("DENIED", "permission_denied: write_package");
      const registry = await stub(bench, { kind: "refuses", status: 403, body });
      const [first, second] = [`${bench.repository}:1`, `${registry.host}/some/thing:1`];
      const job = await pushed(bench, `${first},${second}`, inputs);
      assert.ok(await publishedIndex(first), "the first one was pushed");
      const text = errorOf(job);
      assert.ok(text.includes(registry.host), text);
      assert.match(text, new RegExp(`already pushed, and still there: ${first}$`, "m"));
    },
    only,
  );
}

onEngines("G24 a push that reports success and is not in the registry", async (bench) => {
  const registry = await stub(bench, { kind: "loses" });
  const job = await pushed(bench, `${registry.host}/some/thing:1`);
  const put = registry.asked.some((line) => line.startsWith("PUT /v2/some/thing/manifests/"));
  assert.ok(put, `${registry.asked.join("\n")}\n${errorOf(job)}`);
  assert.match(errorOf(job), /not in the registry/);
});

onEngines(
  "G24 the same out of a container builder",
  async (bench) => {
    const registry = await stub(bench, { kind: "loses" });
    const job = await pushed(bench, `${registry.host}/some/thing:1`, { provenance: "true" });
    assert.match(errorOf(job), /not in the registry/);
  },
  "classic",
);
