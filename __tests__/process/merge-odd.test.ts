/** Merges of what no honest leg pushes, and of registries whose answers do not agree: nothing that is not whole is published. */

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { pushManifest } from "../../scripts/rig/push.ts";
import { MEDIA_TYPES } from "../../src/engine/registry/stored.ts";
import { legText } from "../../src/matrix/leg-result.ts";
import { engines } from "../support/engines.ts";
import { type AskedFor, faultyRegistry, type Spoilt } from "../support/faulty-registry.ts";
import { madeLeg } from "../support/made-leg.ts";
import { publishedIndex } from "../support/published.ts";
import { type ActionRun, runAction } from "../support/runner.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PLAN = "7-1-0a1b2c3d";
const { registry } = await engines();
const folder = await mkdtemp(join(tmpdir(), "merge-"));
after(() => rm(folder, { recursive: true }));

const path = `odd/${randomBytes(4).toString("hex")}`;
const repository = `${registry}/${path}`;
const base = `http://${registry}/v2/${path}`;

type Rule = (asked: AskedFor, all: readonly AskedFor[]) => Spoilt | undefined;

/** Runs the bundled action; each leg is one line of `digests`. */
async function merged(
  tags: readonly string[],
  legs: readonly string[],
  platforms: readonly string[],
): Promise<ActionRun> {
  const plan = JSON.stringify({ id: PLAN, platforms });
  const inputs = { plan, tags: tags.join("\n"), digests: legs.join("\n") };
  const env = { PATH: "/usr/bin:/bin", DOCKER_HOST: undefined, DOCKER_CONFIG: folder };
  return await runAction({ action: join(ROOT, "merge"), with: inputs, env });
}

/** The output `leg` of an attempt that pushed `digest` for `platforms`. */
function told(platforms: readonly string[], digest: string, attempt = 1, where = repository) {
  const more = { digest, repository: where, plan: PLAN, attempt };
  return legText(platforms.map((platform) => ({ platform, ...more })));
}

const errorOf = ({ annotations }: ActionRun): string =>
  annotations.flatMap(({ level, message }) => (level === "error" ? [message] : [])).join("\n");

type Entry = Readonly<Record<string, unknown>> & { readonly digest: string };

async function manifestAt<T>(digest: string): Promise<T> {
  const headers = { accept: `${MEDIA_TYPES.index}, ${MEDIA_TYPES.image}` };
  return JSON.parse(await (await fetch(`${base}/manifests/${digest}`, { headers })).text());
}

const entriesOf = async (digest: string): Promise<readonly Entry[]> =>
  (await manifestAt<{ manifests: readonly Entry[] }>(digest)).manifests;

const indexWith = async (manifests: readonly object[]): Promise<string> =>
  (
    await pushManifest(base, undefined, {
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.index,
      manifests,
    })
  ).digest;

const [amd, arm, both] = [
  await madeLeg(repository, ["linux/amd64"], ["provenance", "spdx"]),
  await madeLeg(repository, ["linux/arm64"], ["provenance"]),
  await madeLeg(repository, ["linux/amd64", "linux/arm64"]),
];
const [amdImage, amdProof] = await entriesOf(amd);
const [armImage] = await entriesOf(arm);
assert.ok(amdImage !== undefined && amdProof !== undefined && armImage !== undefined);
const TWO = ["linux/amd64", "linux/arm64"];

/** What a registry would not take, so it is answered in the place of a leg that was pushed. */
const ambiguous = JSON.stringify({
  ...(await manifestAt<object>(armImage.digest)),
  manifests: [armImage],
});
const digestOf = (text: string): string =>
  `sha256:${createHash("sha256").update(text).digest("hex")}`;
const marks = {
  "vnd.docker.reference.type": "attestation-manifest",
  "vnd.docker.reference.digest": armImage.digest,
};
const [proofLayer] = (await manifestAt<{ layers: readonly Entry[] }>(amdProof.digest)).layers;

interface Refused {
  readonly name: string;
  readonly legs: readonly string[];
  readonly says: RegExp;
  /** Of the registry that the legs and the tag are in. */
  readonly rule?: Rule;
}

const refused: readonly Refused[] = [
  {
    name: "an index of an index",
    legs: [told(["linux/arm64"], await indexWith([{ ...armImage, digest: arm }]))],
    says: /lists another index; no tag was moved\s+got: "sha256/,
  },
  {
    name: "a manifest that is an image and an index",
    legs: [told(["linux/arm64"], digestOf(ambiguous))],
    says: /neither an image nor an index[\s\S]*with manifests and an image/,
    rule: ({ path: asked }) =>
      asked.endsWith(digestOf(ambiguous)) ? { status: 200, body: ambiguous } : undefined,
  },
  {
    name: "an index that claims the platform, of an image of another one",
    legs: [
      told(
        ["linux/arm64"],
        await indexWith([{ ...amdImage, platform: { os: "linux", architecture: "arm64" } }]),
      ),
    ],
    says: /wrong: linux\/arm64, sha256:\w+ is for linux\/amd64/,
  },
  {
    name: "an image of another variant",
    legs: [told(["linux/arm64"], await madeLeg(repository, ["linux/arm64/v9"]))],
    says: /wrong: linux\/arm64, sha256:\w+ is for linux\/arm64\/v9/,
  },
  {
    name: "one image twice",
    legs: [told(["linux/arm64"], await indexWith([armImage, armImage]))],
    says: /wrong: linux\/arm64, sha256:\w+ is for linux\/arm64, linux\/arm64/,
  },
  {
    name: "the provenance of another image under the mark of this one",
    legs: [told(["linux/arm64"], await indexWith([armImage, { ...amdProof, annotations: marks }]))],
    says: new RegExp(
      `an attestation of an image that it does not have[\\s\\S]*is about ${amdImage.digest}`,
    ),
  },
  {
    name: "an image whose provenance is gone",
    legs: [told(["linux/amd64"], amd), told(["linux/arm64"], arm)],
    says: /missing: linux\/amd64; \S+ has no/,
    rule: ({ path: asked }) =>
      asked.endsWith(proofLayer?.digest ?? "?") ? { status: 404, body: "{}" } : undefined,
  },
  {
    name: "a layer that the registry has in another size",
    legs: [told(["linux/amd64"], amd)],
    says: /in another size than its manifest says; no tag was moved[\s\S]*: 3 bytes/,
    rule: ({ method }) => (method === "HEAD" ? { headers: { "content-length": "3" } } : undefined),
  },
  {
    name: "two attempts of a leg of two platforms, of which the second has one",
    legs: [told(TWO, both), told(["linux/amd64"], amd, 2)],
    says: /linux\/amd64: sha256:\w+, attempt 2\s+wrong: linux\/arm64, \S+ is for linux\/amd64, linux\/arm64/,
  },
  {
    name: "an attempt that is not told beside one that is",
    legs: [told(TWO, both), JSON.stringify({ "linux/arm64": arm })],
    says: /repeated: linux\/arm64, sha256:\w+ and sha256:/,
  },
  {
    name: "another manifest under a leg's digest",
    legs: [told(["linux/arm64"], arm)],
    says: /something else than what was asked by its digest; no tag was moved/,
    rule: ({ path: asked }) =>
      asked.endsWith(arm) ? { status: 200, body: '{"manifests":[]}' } : undefined,
  },
  {
    name: "a leg's manifest with the digest of another one in the answer's head",
    legs: [told(["linux/arm64"], arm)],
    says: new RegExp(`another digest in the head[\\s\\S]*docker-content-digest: ${amd}`),
    rule: ({ path: asked }) =>
      asked.endsWith(arm) ? { headers: { "docker-content-digest": amd } } : undefined,
  },
];

for (const [number, { name, legs, says, rule = () => undefined }] of refused.entries()) {
  test(`${name}: no tag is moved`, async (t) => {
    const front = await faultyRegistry(registry, rule);
    t.after(() => front.close());
    const here = legs.map((leg) => leg.replaceAll(registry, front.host));
    const tag = `${path}:refused-${number}`;
    const platforms = legs.flatMap((leg) => Object.keys(JSON.parse(leg).digests ?? {}));
    const run = await merged([`${front.host}/${tag}`], here, [...new Set(platforms)]);
    assert.equal(run.exitCode, 1, run.log);
    assert.match(errorOf(run), says);
    assert.match(errorOf(run), /no tag was moved/);
    assert.equal(await publishedIndex(`${registry}/${tag}`), undefined);
  });
}

test("names of variants as others write them, and types that a proxy writes: the index has the right ones", async (t) => {
  const front = await faultyRegistry(registry, ({ method, path: asked }) =>
    method === "GET" && /manifests\/sha256/.test(asked)
      ? { headers: { "content-type": "application/json" } }
      : undefined,
  );
  t.after(() => front.close());
  const names = ["linux/amd64/v1", "linux/arm64/8", "linux/arm", "linux/386/"];
  const canonical = ["linux/amd64", "linux/arm64", "linux/arm/v7", "linux/386"];
  const there = repository.replace(registry, front.host);
  const legs = await Promise.all(
    names.map(async (name, at) =>
      told([canonical[at] ?? ""], await madeLeg(repository, [name]), 1, there),
    ),
  );
  const run = await merged([`${there}:variants`], legs, canonical);
  assert.equal(run.exitCode, 0, run.log);
  const published = await publishedIndex(`${repository}:variants`);
  assert.deepEqual(
    published?.images.map(({ platform }) => platform),
    canonical,
  );
  const types = (await entriesOf("variants")).map(({ mediaType }) => mediaType);
  assert.deepEqual(
    types,
    names.map(() => MEDIA_TYPES.image),
  );
});

const TAG = /\/manifests\/lies$/;
const lies: readonly { name: string; rule: Rule; says: RegExp; moved: boolean }[] = [
  {
    name: "HEAD of the tag has another digest than GET",
    rule: ({ method, path: asked }) =>
      method === "HEAD" && TAG.test(asked)
        ? { headers: { "docker-content-digest": amd } }
        : undefined,
    says: new RegExp(`names another image in the registry[\\s\\S]*${amd}[\\s\\S]*moved: `),
    moved: true,
  },
  {
    name: "HEAD has no such tag",
    rule: ({ method, path: asked }) =>
      method === "HEAD" && TAG.test(asked) ? { status: 404 } : undefined,
    says: /is not in the registry, though its push was reported as done/,
    moved: true,
  },
  {
    name: "the answer about the tag names another digest than it has",
    rule: ({ method, path: asked }) =>
      method === "GET" && TAG.test(asked)
        ? { headers: { "docker-content-digest": amd } }
        : undefined,
    says: /another digest in the head/,
    moved: true,
  },
  {
    name: "it took a manifest, and has it no more",
    rule: ({ method, path: asked }) =>
      method === "HEAD" && asked.endsWith(armImage.digest) ? { status: 404 } : undefined,
    says: /took a manifest and does not have it; no tag was moved/,
    moved: false,
  },
];

for (const { name, rule, says, moved } of lies) {
  test(`a registry that contradicts itself, ${name}: told, never green`, async (t) => {
    const front = await faultyRegistry(registry, rule);
    t.after(() => front.close());
    const far = `odd/${randomBytes(4).toString("hex")}`;
    const run = await merged(
      [`${front.host}/${far}:lies`, `${front.host}/${path}:seen`],
      [told(["linux/amd64"], amd), told(["linux/arm64"], arm)].map((leg) =>
        leg.replaceAll(registry, front.host),
      ),
      TWO,
    );
    assert.equal(run.exitCode, 1, run.log);
    assert.match(errorOf(run), says);
    assert.equal((await publishedIndex(`${registry}/${far}:lies`)) !== undefined, moved);
  });
}

test("a registry of several machines, of which one does not have yet what another took, is asked again", async (t) => {
  const front = await faultyRegistry(registry, ({ method, path: asked }, all) => {
    const before = all.filter((one) => one.method === method && one.path === asked).length;
    return method === "HEAD" && /manifests\/sha256/.test(asked) && before < 3
      ? { status: 404 }
      : undefined;
  });
  t.after(() => front.close());
  const there = repository.replace(registry, front.host);
  const run = await merged(
    [`${there}:late`],
    [told(["linux/arm64"], arm, 1, there)],
    ["linux/arm64"],
  );
  assert.equal(run.exitCode, 0, run.log);
  assert.equal((await publishedIndex(`${repository}:late`))?.digest, run.outputs.digest);
});

test("two merges of one plan at once make one index, and both are right", async () => {
  const legs = [told(["linux/amd64"], amd), told(["linux/arm64"], arm)];
  const runs = await Promise.all([1, 2].map(() => merged([`${repository}:same`], legs, TWO)));
  for (const run of runs) assert.equal(run.exitCode, 0, run.log);
  const digest = (await publishedIndex(`${repository}:same`))?.digest;
  assert.deepEqual(
    runs.map(({ outputs }) => outputs.digest),
    [digest, digest],
  );
});
