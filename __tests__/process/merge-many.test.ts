/** Merges of many: platforms in one leg, legs, tags and registries; with faults half-way. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { legKey, legText } from "../../src/matrix/leg-result.ts";
import { attested } from "../support/attested.ts";
import { cacheService } from "../support/cache-service.ts";
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

/** A repository of one test's own. */
const place = (): string => `${registry}/many/${randomBytes(4).toString("hex")}`;

interface Leg {
  readonly platforms: readonly string[];
  readonly digest: string;
}

/** A leg of these platforms in `repository`, with statements of these kinds. */
async function legOf(
  repository: string,
  platforms: readonly string[],
  kinds?: readonly string[],
): Promise<Leg> {
  return { platforms, digest: await madeLeg(repository, platforms, kinds) };
}

interface Merge {
  readonly tags: readonly string[];
  readonly legs: readonly Leg[];
  /** Id of the plan; absent: the one that most tests have. */
  readonly id?: string;
  /** Through this cache service; absent: handed over as `digests`. */
  readonly cache?: Readonly<Record<string, string>>;
}

/** The legs as results of the plan, in `repository`. */
const resultsOf = ({ platforms, digest }: Leg, repository: string, id: string) =>
  platforms.map((platform) => ({ platform, digest, repository, plan: id, attempt: 1 }));

async function merged(
  repository: string,
  { tags, legs, id = PLAN, cache }: Merge,
): Promise<ActionRun> {
  const platforms = legs.flatMap((leg) => leg.platforms);
  const digests = legs.map((leg) => legText(resultsOf(leg, repository, id))).join("\n");
  return await runAction({
    action: join(ROOT, "merge"),
    with: {
      plan: JSON.stringify({ id, platforms }),
      tags: tags.join("\n"),
      ...(cache === undefined ? { digests } : {}),
    },
    env: { PATH: "/usr/bin:/bin", DOCKER_HOST: undefined, DOCKER_CONFIG: folder, ...cache },
  });
}

const errorOf = ({ annotations }: ActionRun): string =>
  annotations.flatMap(({ level, message }) => (level === "error" ? [message] : [])).join("\n");

const KINDS = ["provenance", "spdx"];

const TWELVE = [
  ...["linux/amd64/v2", "linux/386", "linux/arm64", "linux/arm/v5", "linux/arm/v6"],
  ...["linux/arm/v7", "linux/ppc64le", "linux/s390x", "linux/riscv64", "linux/mips64le"],
  ...["linux/mipsle", "linux/loong64"],
];

test("a leg of 12 platforms with attestations and others without: each statement stays beside its image, in every registry", async (t) => {
  const repository = place();
  const other = await faultyRegistry(registry, () => undefined);
  t.after(() => other.close());
  const far = place();
  const legs = await Promise.all([
    legOf(repository, TWELVE, KINDS),
    legOf(repository, ["linux/amd64"]),
    legOf(repository, ["linux/ppc64"], ["provenance"]),
  ]);
  const longest = `V1.0_RC-${"x".repeat(120)}`;
  const tags = [`${repository}:1`, `${far.replace(registry, other.host)}:${longest}`];
  const run = await merged(repository, { tags, legs });
  assert.equal(run.exitCode, 0, run.log);
  const expected = [
    ...TWELVE.map((name) => [name, KINDS]),
    ["linux/amd64", []],
    ["linux/ppc64", ["provenance"]],
  ];
  for (const ref of [`${repository}:1`, `${far}:${longest}`]) {
    assert.deepEqual(Object.entries(await attested(ref)), expected);
    const published = await publishedIndex(ref);
    assert.equal(published?.digest, run.outputs.digest);
    const images = published?.images.map(({ platform, digest }) => [platform, digest]);
    assert.deepEqual(JSON.parse(run.outputs.digests ?? ""), Object.fromEntries(images ?? []));
  }
});

test("100 legs, each of one platform: one index, in their order", async () => {
  const repository = `${place()}/v1.0_my-app`;
  const names = Array.from({ length: 100 }, (_, number) => `linux/riscv64/x${number}`);
  // The layer that all of them have is there first.
  await madeLeg(repository, []);
  const legs = await Promise.all(names.map((name) => legOf(repository, [name])));
  const run = await merged(repository, { tags: [`${repository}:1`], legs });
  assert.equal(run.exitCode, 0, run.log);
  assert.deepEqual(Object.keys(await attested(`${repository}:1`)), names);
});

test("a leg of several platforms that lacks one of them is not what it says", async () => {
  const repository = place();
  const digest = await madeLeg(repository, ["linux/arm64", "linux/arm/v6"]);
  const leg = { platforms: ["linux/arm64", "linux/arm/v7"], digest };
  const run = await merged(repository, { tags: [`${repository}:1`], legs: [leg] });
  assert.equal(run.exitCode, 1, run.log);
  assert.match(errorOf(run), /wrong: linux\/arm64, \S+ is for linux\/arm\/v6, linux\/arm64/);
  assert.equal(await publishedIndex(`${repository}:1`), undefined);
});

interface Faulty {
  readonly name: string;
  /** What is wrong with a write to the second registry; `path` without the repository. */
  readonly spoil: (asked: AskedFor, all: readonly AskedFor[]) => Spoilt | undefined;
  readonly says: RegExp;
  /** Whether the first and the second tag are the new image afterwards; they were another before. */
  readonly moved: readonly [boolean, boolean];
}

const TAG = /\/manifests\/2$/;
const tagged = ({ method, path }: AskedFor): boolean => method === "PUT" && TAG.test(path);
const denied = { status: 403, body: '{"errors":[{"code":"DENIED","message":"not yours"}]}' };
const byHand = (tag: string): string =>
  `docker buildx imagetools create --tag ${tag} \\S+@sha256:[0-9a-f]{64}`;

const faults: readonly Faulty[] = [
  {
    name: "refuses a blob",
    spoil: ({ method, path }) => (method === "PUT" && /uploads/.test(path) ? denied : undefined),
    says: /not yours[\s\S]*no tag was moved|no tag was moved[\s\S]*not yours/,
    moved: [false, false],
  },
  {
    name: "refuses a manifest",
    spoil: ({ method, path }) =>
      method === "PUT" && /manifests\/sha256/.test(path) ? denied : undefined,
    says: /no tag was moved[\s\S]*not yours/,
    moved: [false, false],
  },
  {
    name: "answers 503 to every manifest",
    spoil: ({ method, path }) =>
      method === "PUT" && /manifests/.test(path) ? { status: 503 } : undefined,
    says: /no tag was moved[\s\S]*503/,
    moved: [false, false],
  },
  {
    name: "refuses the tag",
    spoil: (asked) => (tagged(asked) ? denied : undefined),
    says: new RegExp(
      `1 of 2 tags moved[\\s\\S]*not yours\\s+moved: \\S+:1\\s+not moved: \\S+:2[\\s\\S]*${byHand("\\S+:2")}`,
    ),
    moved: [true, false],
  },
  {
    name: "breaks off once in the middle of what it answers of the tag",
    spoil: ({ method, path }, all) =>
      TAG.test(path) &&
      method === "GET" &&
      all.filter((one) => one.method === "GET" && TAG.test(one.path)).length === 1
        ? "cut"
        : undefined,
    says: /^$/,
    moved: [true, true],
  },
  {
    name: "is gone once it was asked for the tag",
    spoil: (_, all) => (all.some(tagged) ? "cut" : undefined),
    says: /1 of 2 tags moved[\s\S]*\smoved: \S+:1\s+not known, \S[^\n]*: \S+:2/,
    moved: [true, false],
  },
  {
    name: "answers the tag, and not its read-back",
    spoil: ({ method, path }, all) =>
      method === "GET" && TAG.test(path) && all.filter((one) => one.path === path).length === 2
        ? denied
        : undefined,
    says: /2 of 2 tags moved[\s\S]*\smoved: \S+:1\s+moved: \S+:2/,
    moved: [true, true],
  },
];

async function stopsHalfWay(t: TestContext, { spoil, says, moved, name }: Faulty): Promise<void> {
  const repository = place();
  const far = place();
  const other = await faultyRegistry(registry, spoil);
  t.after(() => other.close());
  const old = await madeLeg(repository, ["linux/s390x"], [], "1");
  await madeLeg(far, ["linux/s390x"], [], "2");
  const legs = [await legOf(repository, ["linux/amd64", "linux/arm64"], ["provenance"])];
  const tags = [`${repository}:1`, `${far.replace(registry, other.host)}:2`];
  const run = await merged(repository, { tags, legs });
  assert.match(errorOf(run), says, name);
  assert.equal(run.exitCode, errorOf(run) === "" ? 0 : 1, run.log);
  const now = await Promise.all([`${repository}:1`, `${far}:2`].map(publishedIndex));
  const isOld = now.map((found) => found?.digest === old);
  assert.deepEqual(
    isOld,
    moved.map((one) => !one),
  );
  if (moved[0] === moved[1]) return;
  // What is said to finish it does: the same again, once the registry is well.
  const again = await merged(repository, { tags: [`${repository}:1`, `${far}:2`], legs });
  assert.equal(again.exitCode, 0, again.log);
  assert.deepEqual(await attested(`${far}:2`), {
    "linux/amd64": ["provenance"],
    "linux/arm64": ["provenance"],
  });
}

test("the second registry fails half-way: tags move everywhere or it is told which did", async (t) => {
  await Promise.all(faults.map((fault) => stopsHalfWay(t, fault)));
});

test("two runs of one workflow at once, through one cache: each has its own legs, and a run whose tag was taken fails", async (t) => {
  const repository = place();
  const service = await cacheService();
  t.after(() => service.close());
  const cache = { ...service.variables("v2"), GITHUB_RUN_ATTEMPT: "1" };
  // The first run is held at its last tag until the second one has both.
  let release = (): void => undefined;
  const second = new Promise<void>((resolve) => {
    release = resolve;
  });
  const front = await faultyRegistry(registry, ({ method, path }) =>
    method === "PUT" && TAG.test(path) ? { after: second } : undefined,
  );
  t.after(() => front.close());
  const runs = await Promise.all(
    ["7-1-0a1b2c3d", "8-1-0a1b2c3d"].map(async (id, number) => {
      const host = number === 0 ? front.host : registry;
      const there = repository.replace(registry, host);
      const legs = await Promise.all(
        ["linux/amd64", "linux/arm64"].map((name) =>
          legOf(repository, [name], [KINDS[number] ?? ""]),
        ),
      );
      for (const leg of legs.flatMap((one) => resultsOf(one, there, id)))
        service.entries.set(legKey(leg), Buffer.from("mark"));
      return { id, legs, there };
    }),
  );
  const [first, other] = runs.map(({ id, legs, there }) => ({
    there,
    merge: { id, legs, cache, tags: [`${there}:1`, `${there}:2`] },
  }));
  assert.ok(first !== undefined && other !== undefined);
  let over = false;
  const slow = merged(first.there, first.merge).finally(() => {
    over = true;
  });
  while (!over && (await publishedIndex(`${repository}:1`)) === undefined) await sleep(50);
  const quick = await merged(other.there, other.merge).finally(release);
  assert.equal(quick.exitCode, 0, quick.log);
  const late = await slow;
  assert.equal(late.exitCode, 1, late.log);
  assert.match(
    errorOf(late),
    /:1 names another image in the registry than the one that was pushed/,
  );
  assert.match(errorOf(late), /taken by another image: \S+:1\s+moved: \S+:2[\s\S]*concurrency:/);
  assert.equal((await publishedIndex(`${repository}:1`))?.digest, quick.outputs.digest);
  assert.deepEqual(await attested(`${repository}:1`), {
    ...{ "linux/amd64": ["spdx"], "linux/arm64": ["spdx"] },
  });
});

test("a plan that changed between attempts: legs of the older one in the cache are not taken", async (t) => {
  const repository = place();
  const service = await cacheService();
  t.after(() => service.close());
  const legs = [await legOf(repository, ["linux/amd64"]), await legOf(repository, ["linux/arm64"])];
  for (const [number, leg] of legs.entries()) {
    const id = number === 0 ? "7-2-11111111" : "7-1-00000000";
    for (const result of resultsOf(leg, repository, id))
      service.entries.set(
        legKey({ ...result, attempt: number === 0 ? 2 : 1 }),
        Buffer.from("mark"),
      );
  }
  const cache = { ...service.variables("v2"), GITHUB_RUN_ATTEMPT: "2" };
  const tags = [`${repository}:1`];
  const run = await merged(repository, { tags, legs, id: "7-2-11111111", cache });
  assert.equal(run.exitCode, 1, run.log);
  assert.match(errorOf(run), /linux\/amd64: sha256:\w+, attempt 2\s+missing: linux\/arm64/);
  assert.equal(await publishedIndex(tags[0] ?? ""), undefined);
});

test("a name in capitals is told before anything is asked", async () => {
  const run = await merged(place(), { tags: [`${registry}/Me/App:1`], legs: [] });
  assert.equal(run.exitCode, 1, run.log);
  assert.match(run.log, /Me\/App[\s\S]*me\/app/);
});
