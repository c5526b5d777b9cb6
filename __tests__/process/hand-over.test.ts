/** A leg tells its result through a cache service: once, and not beside another leg of the same platform. */

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { Failure } from "../../src/failure.ts";
import { legKey } from "../../src/matrix/leg-result.ts";
import { handOver } from "../../src/phase/legs/hand-over.ts";
import { openRecord } from "../../src/phase/record.ts";
import { cacheService } from "../support/cache-service.ts";

const temp = await mkdtemp(join(tmpdir(), "hand-over-"));
const service = await cacheService();
after(async () => {
  service.close();
  await rm(temp, { recursive: true });
});
const { entries } = service;
Object.assign(process.env, service.variables("v2"), { GITHUB_RUN_ATTEMPT: "1" });
for (const name of ["GITHUB_EVENT_NAME", "ACTIONS_CACHE_MODE"]) delete process.env[name];

beforeEach(() => {
  entries.clear();
  service.spoils = () => false;
});

const PLAN = "7-1-0a1b2c3d";
const repository = "ghcr.io/me/app";
const arm = { os: "linux", architecture: "arm64" };
const digestOf = (digit: string): string => `sha256:${digit.repeat(64)}`;
const keyOf = (digit: string): string =>
  legKey({
    ...{ platform: "linux/arm64", repository, plan: PLAN, attempt: 1 },
    digest: digestOf(digit),
  });

async function handed(digit: string) {
  const record = openRecord();
  const signal = new AbortController().signal;
  const leg = { plan: PLAN, platforms: [arm] };
  const pushed = { repository, digest: digestOf(digit), platforms: ["linux/arm64"] };
  await handOver({ job: { temp, signal }, inputs: { leg }, record }, pushed);
  return record.outcome();
}

const isRepeated = (error: unknown): boolean =>
  error instanceof Failure &&
  error.message === "Two legs of one plan built linux/arm64" &&
  error.parts.seen === `${digestOf("a")} from this leg, ${digestOf("b")} from another one`;

test("a leg's result is kept, and the same result again is none of another leg", async () => {
  for (let run = 0; run < 2; run += 1) {
    const { notices, legOutputs } = await handed("a");
    assert.deepEqual(notices, []);
    assert.deepEqual(JSON.parse(legOutputs?.digests ?? ""), { "linux/arm64": digestOf("a") });
    assert.deepEqual([...entries.keys()], [keyOf("a")]);
  }
});

test("a leg of the same platform that was there before is told", async () => {
  entries.set(keyOf("b"), Buffer.from("mark"));
  await assert.rejects(handed("a"), isRepeated);
});

test("a leg of the same platform that comes at the same time is told", async () => {
  service.spoils = (call) => {
    // Nothing was there when this leg looked; as it writes its own, the other one's is.
    if (call === "create") entries.set(keyOf("b"), Buffer.from("mark"));
    return false;
  };
  await assert.rejects(handed("a"), isRepeated);
});
