/** Registries that refuse, are absent, or lose what was pushed: never green, and the log says what is where. */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { type AskedFor, faultyRegistry, type Spoilt } from "../support/faulty-registry.ts";
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
    // The classic store tries an upload that got 401 again by itself, for 50 s.
    only: "containerd" as const,
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

for (const { status, body, expected, login, only } of refusals) {
  const who = login ? "who is logged in" : "nobody";
  onEngines(
    `G12 a push of ${who} refused with ${status} fails at once`,
    async (bench) => {
      const registry = await stub(bench, { kind: "refuses", status, body });
      if (login) await logIn(bench, registry.host);
      const job = await pushed(bench, `${registry.host}/some/thing:1`);
      const text = errorOf(job);
      assert.match(text, new RegExp(registry.host));
      assert.match(text, /some\/thing/);
      assert.match(text, expected);
      assert.match(text, new RegExp(`${status}`));
      assert.equal(builds(job.calls).length, 1, "built once");
      assert.doesNotMatch(job.main.log, /attempt \d of/);
    },
    only,
  );
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
      assert.match(
        text,
        new RegExp(`already pushed, and still there:\n +${first} sha256:[0-9a-f]{64}$`, "m"),
      );
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

/** Refuses every request from the first push on, for `ms` milliseconds, one after the other. */
function outages(...list: readonly { readonly ms: number; readonly spoilt: Spoilt }[]) {
  const left = [...list];
  let until = 0;
  let now: Spoilt | undefined;
  return ({ method, ms }: AskedFor): Spoilt | undefined => {
    if (ms >= until && ["POST", "PUT"].includes(method)) {
      const next = left.shift();
      now = next?.spoilt;
      until = next === undefined ? until : ms + next.ms;
    }
    return ms < until ? now : undefined;
  };
}

const LIMITED = error("TOOMANYREQUESTS", "slow down");
const SECONDARY = error("DENIED", "You have exceeded a secondary rate limit");
const limits = [
  {
    name: "503, then 429 with Retry-After",
    rule: () =>
      outages(
        { ms: 1000, spoilt: { status: 503, body: "<html>down</html>" } },
        { ms: 5000, spoilt: { status: 429, body: LIMITED, retryAfter: 5 } },
      ),
    ...{ store: "containerd" as const, inputs: {}, waits: ["2 s", "5 s"] },
  },
  {
    name: "403 with a secondary limit and Retry-After",
    rule: () => outages({ ms: 3000, spoilt: { status: 403, body: SECONDARY, retryAfter: 3 } }),
    ...{ store: "classic" as const, inputs: {}, waits: ["3 s"] },
  },
  {
    name: "429 with Retry-After out of a container builder",
    rule: () => outages({ ms: 3000, spoilt: { status: 429, body: LIMITED, retryAfter: 3 } }),
    ...{ store: "classic" as const, inputs: { provenance: "true" }, waits: ["3 s"] },
  },
];

for (const { name, rule, store, inputs, waits } of limits) {
  onEngines(
    `G12 a registry that answers ${name}, and then is fine: pushed without building again`,
    async (bench) => {
      const [host = "", ...path] = bench.repository.split("/");
      const registry = await faultyRegistry(host, rule());
      bench.cleanup.push(() => registry.close());
      const tag = [registry.host, ...path].join("/");
      const dockerfile = `FROM ${bench.base}\nRUN echo ran once; uname -m > /machine; echo ${tag}\n`;
      const context = await folder(bench, "context", { Dockerfile: dockerfile });
      const { main, calls } = await runJob(bench, {
        ...{ context, platforms: "linux/arm64", push: "true", tags: `${tag}:1` },
        ...inputs,
      });
      assert.equal(main.exitCode, 0, main.log);
      const published = await publishedIndex(`${bench.repository}:1`);
      assert.equal(main.outputs.digest, published?.digest);
      const told = [...main.log.matchAll(/attempt \d of 5 failed .*, the next one in (\d+ s)$/gm)];
      assert.deepEqual(
        told.map((match) => match[1]),
        waits,
        main.log,
      );
      assert.equal(main.log.match(/^#\d+ \d+\.\d ran once$/gm)?.length, 1, "it ran once");
      if (store === "containerd") assert.equal(builds(calls).length, 1);
      // Of each outage's requests none is later than those of one attempt: our next one waited.
      for (const { ms } of registry.asked.filter(
        ({ status }) => status === 429 || status === 403,
      )) {
        const first =
          registry.asked.find(({ status }) => status === 429 || status === 403)?.ms ?? 0;
        assert.ok(ms - first < 2500, `${ms - first} ms into the outage`);
      }
    },
    store,
  );
}

const IMMUTABLE = error(
  "TAG_INVALID",
  "The image tag '1' already exists in the 'a' repository and cannot be overwritten because the repository is immutable.",
);
const isManifest = ({ method, path }: AskedFor): boolean =>
  method === "PUT" && path.includes("/manifests/");

onEngines(
  "G12 a registry that is slow and breaks off once; and one whose tags do not move",
  async (bench) => {
    const [host = "", ...path] = bench.repository.split("/");
    const cutOnce = await faultyRegistry(host, (asked, all) =>
      isManifest(asked) && all.filter(isManifest).length === 1 ? "cut" : { late: 100 },
    );
    const still = await faultyRegistry(host, (asked) =>
      isManifest(asked) ? { status: 400, body: IMMUTABLE } : undefined,
    );
    bench.cleanup.push(
      () => cutOnce.close(),
      () => still.close(),
    );
    const tags = [cutOnce, still].map(
      (registry, index) => `${[registry.host, ...path].join("/")}:${index + 1}`,
    );
    const job = await pushed(bench, tags.join("\n"));
    assert.match(job.main.log, /attempt 1 of 5 failed .*, the next one in 2 s$/m);
    const text = errorOf(job);
    assert.ok(text.includes(still.host), text);
    assert.match(text, /immutable[\s\S]*does not let it move[\s\S]*run_number/);
    assert.match(text, /already pushed, and still there/);
    assert.ok(text.includes(`${tags[0]}`), text);
    assert.equal(still.asked.filter(isManifest).length, 1);
  },
  "containerd",
);
