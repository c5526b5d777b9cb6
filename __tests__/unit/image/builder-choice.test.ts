/** Which builder is taken, by what is asked and what the engine can do. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure } from "../../../src/failure.ts";
import {
  type BuilderAsk,
  type BuilderFacts,
  chooseBuilder,
} from "../../../src/image/builder/choice.ts";
import type { OutputInput } from "../../../src/inputs/inputs.ts";

const plain: BuilderAsk = {
  platforms: 1,
  attestations: false,
  annotations: false,
  insecure: false,
  push: true,
  load: false,
  outputs: [],
  cacheTo: [],
};
const output = (
  type: OutputInput["type"],
  attributes: Record<string, string> = {},
): OutputInput => ({ text: `type=${type}`, type, attributes });
const byDigest = output("image", { "push-by-digest": "true" });

const rows: { name: string; ask: Partial<BuilderAsk>; classic: string; containerd: string }[] = [
  { name: "one platform, pushed", ask: {}, classic: "engine", containerd: "engine" },
  { name: "one platform, loaded", ask: { load: true }, classic: "engine", containerd: "engine" },
  { name: "two platforms", ask: { platforms: 2 }, classic: "own", containerd: "engine" },
  {
    name: "two platforms, only loaded: one call each",
    ask: { platforms: 2, push: false, load: true },
    classic: "engine",
    containerd: "engine",
  },
  { name: "attestations", ask: { attestations: true }, classic: "own", containerd: "engine" },
  { name: "annotations", ask: { annotations: true }, classic: "own", containerd: "engine" },
  { name: "security.insecure", ask: { insecure: true }, classic: "own", containerd: "own" },
  { name: "type=oci", ask: { outputs: [output("oci")] }, classic: "own", containerd: "engine" },
  {
    name: "type=docker to a file",
    ask: { outputs: [output("docker", { dest: "x.tar" })] },
    classic: "own",
    containerd: "engine",
  },
  {
    name: "type=docker without a file",
    ask: { outputs: [output("docker")] },
    classic: "engine",
    containerd: "engine",
  },
  { name: "type=tar", ask: { outputs: [output("tar")] }, classic: "engine", containerd: "engine" },
  { name: "push-by-digest", ask: { outputs: [byDigest] }, classic: "own", containerd: "own" },
  {
    name: "push-by-digest as Go reads it",
    ask: { outputs: [output("image", { "push-by-digest": "1" })] },
    classic: "own",
    containerd: "own",
  },
  {
    name: "compression, which the classic store drops",
    ask: { outputs: [output("image", { compression: "zstd" })] },
    classic: "own",
    containerd: "engine",
  },
  {
    name: "annotations of an output",
    ask: { outputs: [output("registry", { "annotation-index.a": "b" })] },
    classic: "own",
    containerd: "engine",
  },
  {
    name: "what the classic store does by itself",
    ask: { outputs: [output("image", { compression: "gzip", "oci-mediatypes": "false" })] },
    classic: "engine",
    containerd: "engine",
  },
  { name: "inline cache", ask: { cacheTo: ["inline"] }, classic: "engine", containerd: "engine" },
  { name: "registry cache", ask: { cacheTo: ["registry"] }, classic: "own", containerd: "engine" },
];

for (const { name, ask, ...expected } of rows) {
  for (const store of ["classic", "containerd"] as const) {
    test(`chooses for ${name} on the ${store} store: ${expected[store]}`, () => {
      const choice = chooseBuilder({ ...plain, ...ask }, { store });
      assert.equal(choice.kind, expected[store]);
      assert.match(choice.reason, new RegExp(store));
    });
  }
}

test("takes the named builder before the current one, and the current one before ours", () => {
  const mine = { name: "mine", driver: "docker-container" };
  const other = { name: "other", driver: "remote" };
  const ask = { ...plain, platforms: 2 };
  const named = chooseBuilder(ask, { store: "classic", named: mine, current: other });
  assert.deepEqual(
    { ...named, reason: "" },
    { kind: "named", name: "mine", driver: "docker-container", reason: "" },
  );
  const current = chooseBuilder(ask, { store: "classic", current: other });
  assert.deepEqual(
    { ...current, reason: "" },
    { kind: "named", name: "other", driver: "remote", reason: "" },
  );
  assert.match(current.reason, /other \(driver remote\) is the current one/);
});

const docker = { name: "default", driver: "docker" };
const refused: { name: string; facts: BuilderFacts; ask: Partial<BuilderAsk>; says: RegExp }[] = [
  {
    name: "two platforms and attestations",
    facts: { store: "classic", named: docker },
    ask: { platforms: 2, attestations: true },
    says: /2 platforms in one image, attestations.*platforms: one only; provenance: false.*remove the input `builder`/s,
  },
  {
    name: "push-by-digest on the current one",
    facts: { store: "containerd", current: { name: "ctx", driver: "docker" } },
    ask: { outputs: [byDigest] },
    says: /ctx.*push-by-digest.*docker buildx use default/s,
  },
];

for (const { name, facts, ask, says } of refused) {
  test(`refuses ${name} with a docker driver of the user's`, () => {
    assert.throws(
      () => chooseBuilder({ ...plain, ...ask }, facts),
      (error) => error instanceof Failure && says.test(JSON.stringify(error.parts)),
    );
  });
}

test("takes a named docker driver that can do it", () => {
  const choice = chooseBuilder(plain, { store: "classic", named: docker });
  assert.equal(choice.kind, "named");
});
