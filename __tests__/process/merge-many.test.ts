/** Merges of many: platforms in one leg, legs, tags and registries; with faults half-way. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, type TestContext, test } from "node:test";
import { attested } from "../support/attested.ts";
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

async function merged(
  tags: readonly string[],
  repository: string,
  legs: readonly Leg[],
): Promise<ActionRun> {
  const platforms = legs.flatMap((leg) => leg.platforms);
  const digests = legs.map(({ platforms: names, digest }) => ({
    ...{ plan: PLAN, attempt: 1, repository },
    digests: Object.fromEntries(names.map((name) => [name, digest])),
  }));
  return await runAction({
    action: join(ROOT, "merge"),
    with: {
      plan: JSON.stringify({ id: PLAN, platforms }),
      tags: tags.join("\n"),
      digests: digests.map((one) => JSON.stringify(one)).join("\n"),
    },
    env: { PATH: "/usr/bin:/bin", DOCKER_HOST: undefined, DOCKER_CONFIG: folder },
  });
}

const errorOf = ({ annotations }: ActionRun): string =>
  annotations.flatMap(({ level, message }) => (level === "error" ? [message] : [])).join("\n");

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
    legOf(repository, TWELVE, ["provenance", "spdx"]),
    legOf(repository, ["linux/amd64"]),
    legOf(repository, ["linux/ppc64"], ["provenance"]),
  ]);
  const tags = [`${repository}:1`, `${far.replace(registry, other.host)}:${"x".repeat(128)}`];
  const run = await merged(tags, repository, legs);
  assert.equal(run.exitCode, 0, run.log);
  const expected = [
    ...TWELVE.map((name) => [name, ["provenance", "spdx"]]),
    ["linux/amd64", []],
    ["linux/ppc64", ["provenance"]],
  ];
  for (const ref of [`${repository}:1`, `${far}:${"x".repeat(128)}`]) {
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
  const legs = await Promise.all(names.map((name) => legOf(repository, [name], ["provenance"])));
  const run = await merged([`${repository}:1`], repository, legs);
  assert.equal(run.exitCode, 0, run.log);
  const found = await attested(`${repository}:1`);
  assert.deepEqual(Object.keys(found), names);
  assert.ok(Object.values(found).every((kinds) => kinds.join() === "provenance"));
});

test("a leg of several platforms that lacks one of them is not what it says", async () => {
  const repository = place();
  const digest = await madeLeg(repository, ["linux/arm64", "linux/arm/v6"]);
  const leg = { platforms: ["linux/arm64", "linux/arm/v7"], digest };
  const run = await merged([`${repository}:1`], repository, [leg]);
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
  const run = await merged(tags, repository, legs);
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
  const again = await merged([`${repository}:1`, `${far}:2`], repository, legs);
  assert.equal(again.exitCode, 0, again.log);
  assert.deepEqual(await attested(`${far}:2`), {
    "linux/amd64": ["provenance"],
    "linux/arm64": ["provenance"],
  });
}

test("the second registry fails half-way: tags move everywhere or it is told which did", async (t) => {
  await Promise.all(faults.map((fault) => stopsHalfWay(t, fault)));
});
