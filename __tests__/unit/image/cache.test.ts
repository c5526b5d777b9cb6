/** Caches: what buildx is given, what its steps tell of them. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  cacheResults,
  cacheType,
  forgivingCaches,
  ghaNotice,
  inlineCaches,
  isForgiven,
} from "../../../src/image/build/cache.ts";
import type { Step } from "../../../src/image/build/steps-event.ts";

const step = (name: string, error?: string): Step => ({
  ...{ number: 1, name, platforms: undefined, spans: [], cached: false, error, tail: [], heard: 0 },
});
const DEAD = 'error writing layer blob: Head "https://a.io/v2/c/blobs/x": connection refused';

describe("what buildx gets", () => {
  for (const { entry, type, given } of [
    { entry: "a.io/c", type: "registry", given: "type=registry,ref=a.io/c,ignore-error=true" },
    {
      entry: "type=registry,ref=a.io/c,mode=max",
      type: "registry",
      given: "type=registry,ref=a.io/c,mode=max,ignore-error=true",
    },
    {
      entry: "type=gha,ignore-error=false,mode=max",
      type: "gha",
      given: "type=gha,mode=max,ignore-error=true",
    },
    {
      entry: "ignore-error=false,type=gha",
      type: "gha",
      given: "type=gha,ignore-error=true",
    },
    {
      entry: 'type=local,"dest=/a,b"',
      type: "local",
      given: 'type=local,"dest=/a,b",ignore-error=true',
    },
    { entry: "type=inline", type: "inline", given: "type=inline" },
  ]) {
    it(entry, () => {
      assert.equal(cacheType(entry), type);
      assert.deepEqual(forgivingCaches([entry]), [given]);
      assert.deepEqual(inlineCaches([entry]), type === "inline" ? [entry] : []);
    });
  }
});

describe("how saving went", () => {
  const registry = "exporting cache to registry";
  it("saved", () => {
    const results = cacheResults(["type=registry,ref=a.io/c", "type=inline"], [step(registry)]);
    const name = "type=registry, ref=a.io/c";
    assert.deepEqual(results, [{ name, reason: undefined, strict: false }]);
  });
  it("not saved, and the user said that this is an error", () => {
    const entry = "type=registry,ref=a.io/c,ignore-error=false";
    const [result] = cacheResults([entry], [step(registry, DEAD)]);
    assert.deepEqual([result?.reason, result?.strict], [DEAD, true]);
  });
  it("of two registries the one that the error names", () => {
    const steps = [step(registry), step(registry, DEAD)];
    const results = cacheResults(["b.io/c", "a.io/c"], steps);
    assert.deepEqual(
      results.map(({ reason }) => reason),
      [undefined, DEAD],
    );
  });
  it("GitHub's and S3's go by other names, and their secrets are not told", () => {
    const entries = ["type=gha,token=abc,scope=x", "type=s3,name=y,secret_access_key=abc"];
    const steps = [
      step("exporting cache to GitHub Actions Cache", "403"),
      step("exporting cache to Amazon S3", "no bucket"),
    ];
    const results = cacheResults(entries, steps);
    assert.deepEqual(
      results.map(({ reason }) => reason),
      ["403", "no bucket"],
    );
    assert.ok(!JSON.stringify(results).includes("abc"));
  });
  it("a step of a cache is never why a build failed", () => {
    assert.ok(isForgiven(step("importing cache manifest from a.io/c", "not found")));
    assert.ok(isForgiven(step(registry, DEAD)));
    assert.ok(!isForgiven(step("exporting to image", "no")));
  });
});

describe("GitHub's cache service", () => {
  const there = { ACTIONS_RUNTIME_TOKEN: "t", ACTIONS_RESULTS_URL: "https://x/" };
  for (const { name, entries, env, told } of [
    { name: "not there", entries: ["type=gha,mode=max"], env: {}, told: true },
    { name: "there", entries: ["type=gha"], env: there, told: false },
    { name: "a token in the entry", entries: ["type=gha,token=t,url=u"], env: {}, told: false },
    { name: "not asked", entries: ["type=local,dest=gha"], env: {}, told: false },
  ]) {
    it(name, () => assert.equal(ghaNotice(entries, env) !== undefined, told));
  }
});
