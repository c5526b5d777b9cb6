/** The merge of legs against a real registry: one right index, or no tag moved and a plain sentence. */

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { pushIndex } from "../../scripts/rig/push.ts";
import { tarOf } from "../../src/engine/tar.ts";
import { engines } from "../support/engines.ts";
import { faultyRegistry } from "../support/faulty-registry.ts";
import { publishedIndex } from "../support/published.ts";
import type { CancelPlan } from "../support/runner/cancel.ts";
import { type ActionRun, runAction } from "../support/runner.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PLAN = { id: "7-1-0a1b2c3d", platforms: ["linux/amd64", "linux/arm64"] };
const INDEX = "application/vnd.oci.image.index.v1+json";
const { registry } = await engines();
const folder = await mkdtemp(join(tmpdir(), "merge-"));
after(() => rm(folder, { recursive: true }));
const layer = join(folder, "layer.tar");
await writeFile(layer, tarOf([{ kind: "file", path: "x", data: Buffer.from("x"), mode: 0o644 }]));

const path = `merges/${randomBytes(4).toString("hex")}`;
const url = (digest: string): string => `http://${registry}/v2/${path}/manifests/${digest}`;

/** Pushes an image as a leg does, with annotations of its index; gives the digest. */
async function leg(
  architecture: string,
  name: string,
  annotations?: Readonly<Record<string, string>>,
) {
  const config = { Labels: { name } };
  const plain = await pushIndex(registry, `${path}:${name}`, [{ architecture, layer, config }]);
  if (annotations === undefined) return plain;
  return await pushed({ ...(await indexAt(plain)), annotations });
}

async function indexAt(digest: string): Promise<{ manifests: readonly { digest: string }[] }> {
  return JSON.parse(await (await fetch(url(digest), { headers: { accept: INDEX } })).text());
}

/** Pushes an index by its digest. */
async function pushed(index: object): Promise<string> {
  const body = JSON.stringify(index);
  const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
  const put = { method: "PUT", headers: { "content-type": INDEX }, body };
  assert.ok((await fetch(url(digest), put)).ok);
  return digest;
}

const [amd, arm, other] = [
  await leg("amd64", "amd", { "org.example.of": "both", "org.example.run": "1" }),
  await leg("arm64", "arm", { "org.example.of": "both", "org.example.run": "2" }),
  await leg("arm64", "other"),
];
const orphan = await pushed({
  schemaVersion: 2,
  mediaType: INDEX,
  manifests: (await indexAt(arm)).manifests.flatMap((entry) => [
    entry,
    {
      ...entry,
      annotations: {
        "vnd.docker.reference.type": "attestation-manifest",
        "vnd.docker.reference.digest": amd,
      },
    },
  ]),
});
const gone = `sha256:${"0".repeat(64)}`;
const repository = `${registry}/${path}`;
const told = (attempt: number, digests: object, more: object = {}): string =>
  JSON.stringify({ plan: PLAN.id, attempt, repository, digests, ...more });

/** Runs the bundled action; `tags` are those of the test alone. */
async function merged(
  tags: string,
  digests: readonly string[],
  more: Readonly<Record<string, string>> = {},
  cancel?: CancelPlan,
): Promise<ActionRun> {
  const inputs = { plan: JSON.stringify(PLAN), tags, digests: digests.join("\n"), ...more };
  const env = { PATH: "/usr/bin:/bin", DOCKER_HOST: undefined, DOCKER_CONFIG: folder };
  return await runAction({ action: join(ROOT, "merge"), with: inputs, env, cancel });
}

test("a login that cannot be had leaves no temporary folder", async () => {
  const [config, temp] = [join(folder, "config"), join(folder, "temp")];
  for (const path of [config, temp]) await mkdir(path);
  const helpers = { credHelpers: { [registry]: "of-nobody" } };
  await writeFile(join(config, "config.json"), JSON.stringify(helpers));
  const main = await runAction({
    ...{ action: join(ROOT, "merge"), temp },
    with: { plan: JSON.stringify(PLAN), tags: `${repository}:login`, digests: told(1, {}) },
    env: { PATH: "/usr/bin:/bin", DOCKER_HOST: undefined, DOCKER_CONFIG: config },
  });
  assert.equal(main.exitCode, 1);
  assert.match(errorOf(main), /docker-credential-of-nobody: not found on the PATH/);
  assert.deepEqual(await readdir(temp), []);
});

const errorOf = ({ annotations }: ActionRun): string =>
  annotations.flatMap(({ level, message }) => (level === "error" ? [message] : [])).join("\n");

const refused: readonly {
  readonly name: string;
  readonly digests: readonly string[];
  readonly says: RegExp;
}[] = [
  {
    name: "G05 a leg that is missing",
    digests: [told(1, { "linux/amd64": amd })],
    says: /got:\s+linux\/amd64: sha256:[\s\S]*missing: linux\/arm64\n[\s\S]*expected: linux\/amd64, linux\/arm64/,
  },
  {
    name: "G05 a leg that is not in the registry any more",
    digests: [told(1, { "linux/amd64": amd, "linux/arm64": gone })],
    says: /missing: linux\/arm64; \S+ has no sha256:0000/,
  },
  {
    name: "the same leg under two platforms",
    digests: [told(1, { "linux/amd64": amd, "linux/arm64": amd })],
    says: /wrong: linux\/arm64, sha256:\w+ is for linux\/amd64/,
  },
  {
    name: "two legs of one platform",
    digests: [
      told(1, { "linux/amd64": amd, "linux/arm64": arm }),
      told(1, { "linux/arm64": other }),
    ],
    says: /repeated: linux\/arm64, sha256:\w+ and sha256:/,
  },
  {
    name: "a leg that was not planned",
    digests: [told(1, { "linux/amd64": amd, "linux/arm64": arm, "linux/s390x": other })],
    says: /not planned: linux\/s390x/,
  },
  {
    name: "a leg of another plan",
    digests: [
      told(1, { "linux/amd64": amd }),
      told(1, { "linux/arm64": arm }, { plan: "6-1-00000000" }),
    ],
    says: /foreign: linux\/arm64, \S+ of plan 6-1-00000000/,
  },
  {
    name: "a leg of another image",
    digests: [
      told(1, { "linux/amd64": amd }),
      told(1, { "linux/arm64": arm }, { repository: `${registry}/x` }),
    ],
    says: /foreign: linux\/arm64, .* pushed to \S+\/x/,
  },
  {
    name: "G03 c a leg with an attestation of another image",
    digests: [told(1, { "linux/amd64": amd, "linux/arm64": orphan })],
    says: /has an attestation of an image that it does not have/,
  },
  {
    name: "legs with different values of an annotation",
    digests: [told(1, { "linux/amd64": amd, "linux/arm64": arm })],
    says: /different values of the index annotation org\.example\.run[\s\S]*1 \(linux\/amd64\)\s+2 \(linux\/arm64\)/,
  },
];

for (const [index, { name, digests, says }] of refused.entries()) {
  test(`${name}: no tag is moved`, async () => {
    const tag = `${repository}:refused-${index}`;
    const run = await merged(tag, digests);
    assert.equal(run.exitCode, 1, run.log);
    assert.match(errorOf(run), says);
    assert.equal(await publishedIndex(tag), undefined);
  });
}

test("G05 a registry that fails is not taken for a missing leg", async (t) => {
  const front = await faultyRegistry(registry, ({ path: asked }) =>
    asked.endsWith(arm) ? { status: 503, body: "down for now" } : undefined,
  );
  t.after(() => front.close());
  const there = repository.replace(registry, front.host);
  const digests = told(1, { "linux/amd64": amd, "linux/arm64": arm }, { repository: there });
  const run = await merged(`${there}:failing`, [digests], { "allow-missing": "linux/arm64" });
  assert.equal(run.exitCode, 1, run.log);
  assert.match(errorOf(run), /the registry failed, so it is not known/);
  assert.doesNotMatch(errorOf(run), /missing:/);
  assert.equal(await publishedIndex(`${repository}:failing`), undefined);
});

test("the newest attempt of each leg is taken, annotations kept, and every tag is the same index", async () => {
  const tags = [`${repository}:1`, `${repository}-too:latest`];
  const first = told(1, { "linux/amd64": amd, "linux/arm64": other });
  const again = told(2, { "linux/arm64": arm });
  const run = await merged(tags.join(","), [first, again], { annotations: "org.example.run=3" });
  assert.equal(run.exitCode, 0, run.log);
  const reply = await fetch(url("1"), { headers: { accept: INDEX } });
  const index: unknown = await reply.json();
  assert.ok(typeof index === "object" && index !== null && "annotations" in index);
  assert.deepEqual(index.annotations, { "org.example.of": "both", "org.example.run": "3" });
  const [one, two] = [await publishedIndex(tags[0] ?? ""), await publishedIndex(tags[1] ?? "")];
  assert.deepEqual([one?.digest, two?.digest], [run.outputs.digest, run.outputs.digest]);
  assert.deepEqual(
    one?.images.map(({ platform, config }) => [platform, config.config?.Labels?.name]),
    [
      ["linux/amd64", "amd"],
      ["linux/arm64", "arm"],
    ],
  );
});

test("G03 c: a plain manifest and an index with wrong claims as legs: what is published is right", async () => {
  const [plain] = (await indexAt(amd)).manifests;
  const [image] = (await indexAt(other)).manifests;
  const platform = { os: "linux", architecture: "amd64", variant: "v3", "os.version": "1" };
  const marks = { "vnd.docker.reference.type": "attestation-manifest" };
  const annotations = { ...marks, "vnd.docker.reference.digest": image?.digest };
  const manifests = [
    { ...image, platform, size: 1 },
    { ...plain, platform, annotations },
  ];
  const wrong = await pushed({ schemaVersion: 2, mediaType: INDEX, manifests });
  const digests = told(1, { "linux/amd64": plain?.digest, "linux/arm64": wrong });
  const run = await merged(`${repository}:claims`, [digests]);
  assert.equal(run.exitCode, 0, run.log);
  const unknown = { os: "unknown", architecture: "unknown" };
  assert.deepEqual((await indexAt("claims")).manifests, [
    plain,
    { ...image, platform: { os: "linux", architecture: "arm64", "os.version": "1" } },
    { ...plain, annotations, platform: unknown },
  ]);
});

test("fewer platforms are published only where the one left out is named, and it is told", async () => {
  const tag = `${repository}:fewer`;
  const run = await merged(tag, [told(1, { "linux/amd64": amd })], {
    "allow-missing": "linux/arm64",
  });
  assert.equal(run.exitCode, 0, run.log);
  assert.equal(run.outputs.platforms, "linux/amd64");
  const published = await publishedIndex(tag);
  assert.deepEqual([published?.digest, published?.images.length], [run.outputs.digest, 1]);
  assert.ok(
    run.annotations.some(({ level, message }) => level === "warning" && /left out/.test(message)),
  );
  assert.match(run.summary, /linux\/arm64.*left out/);
});

/** Where a merge is stopped: the request that is then never answered. */
const phases = [
  { phase: "looks at the legs", method: "GET", path: `/${other}`, moved: [] },
  { phase: "brings the index", method: "PUT", path: /\/manifests\/sha256:/, moved: [] },
  { phase: "gives the tag", method: "PUT", path: "/stopped-1", moved: [] },
  { phase: "gives the second tag", method: "PUT", path: "/stopped-2", moved: ["stopped-1"] },
] as const;
const stops = phases.flatMap((at) =>
  (["SIGINT", "SIGTERM", "SIGKILL"] as const).map((sent) => ({ ...at, sent })),
);

for (const { sent, phase, method, path: asked, moved } of stops) {
  test(`G21 ${sent} while it ${phase}: no tag moves after it, and the next run is none the worse`, async (t) => {
    const stop = new AbortController();
    const own = `${path}-${sent.toLowerCase()}-${phase.replaceAll(" ", "-")}`;
    const front = await faultyRegistry(registry, (one) => {
      const wanted = typeof asked === "string" ? one.path.endsWith(asked) : asked.test(one.path);
      if (one.method !== method || !wanted) return undefined;
      stop.abort();
      return { late: 100_000 };
    });
    t.after(() => front.close());
    const digests = (where: string): string[] => [
      told(1, { "linux/amd64": amd, "linux/arm64": other }, { repository: where }),
    ];
    const names = ["stopped-1", "stopped-2"];
    const tags = (host: string): string => names.map((name) => `${host}/${own}:${name}`).join();
    const cancel = { abort: stop.signal, signals: [[0, sent]] as const };
    const there = repository.replace(registry, front.host);
    // The legs are in another repository: they are found where they were pushed.
    const both = `${tags(front.host)},${there}:seen`;
    const run = await merged(both, digests(there), {}, cancel);
    if (sent === "SIGKILL") assert.equal(run.signal, sent);
    else {
      assert.deepEqual([run.exitCode, run.signal], [1, null], run.log);
      assert.match(run.log, /^Error: the run was cancelled$/m);
      for (const name of moved) assert.match(run.log, new RegExp(`:${name}\\b.*sha256:`));
    }
    assert.ok((run.cancelMs ?? 9999) <= 7000, `${run.cancelMs} ms after the signal`);
    assert.deepEqual([run.orphans, run.outputs.digest ?? ""], [[], ""]);
    const seen = names.map((name) => publishedIndex(`${registry}/${own}:${name}`));
    const found = (await Promise.all(seen)).flatMap((one, at) => (one ? [names[at]] : []));
    assert.deepEqual(found, moved);
    const next = await merged(`${tags(registry)},${repository}:seen`, digests(repository));
    assert.equal(next.exitCode, 0, next.log);
  });
}
