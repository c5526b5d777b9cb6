/** Attempts at a busy registry: how many, when, and what is told in the end. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { again } from "../../../src/engine/registry/again.ts";
import { RegistryFailure } from "../../../src/engine/registry/failure.ts";
import { parseReference } from "../../../src/engine/registry/reference.ts";
import { waitIn } from "../../../src/engine/registry/wait.ts";
import { retryAfter } from "../../../src/runner/retry-after.ts";

interface Played {
  readonly starts: readonly number[];
  readonly lines: readonly string[];
  readonly error: unknown;
}

/** Plays `answers` one after the other, each after `each` milliseconds; the last one stays. */
async function played(
  answers: readonly string[],
  { asked, each = 0 }: { asked?: number; each?: number } = {},
): Promise<Played> {
  let now = 0;
  const starts: number[] = [];
  const lines: string[] = [];
  const attempt = async (): Promise<void> => {
    starts.push(now);
    now += each;
    const text = answers[Math.min(starts.length, answers.length) - 1] ?? "";
    if (text === "") return;
    const reference = parseReference("ghcr.io/me/app:1");
    throw new RegistryFailure({ did: "push to", reference, text, authenticated: true });
  };
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
    askedWait: async () => asked,
  };
  const options = {
    signal: new AbortController().signal,
    tell: (line: string) => lines.push(line),
  };
  const error = await again(attempt, { ...options, clock }).catch((thrown: unknown) => thrown);
  return { starts, lines, error };
}

const S503 = "received unexpected HTTP status: 503 Service Unavailable";

test("G12 twice 503, then fine: three attempts", async () => {
  const { starts, lines, error } = await played([S503, S503, ""]);
  assert.deepEqual([starts, error], [[0, 2000, 6000], undefined]);
  assert.deepEqual(lines, [
    `ghcr.io: attempt 1 of 5 failed (${S503}), the next one in 2 s`,
    `ghcr.io: attempt 2 of 5 failed (${S503}), the next one in 4 s`,
  ]);
});

test("G12 no attempt is earlier than what the registry asks for", async () => {
  assert.deepEqual(
    (await played(["429 Too Many Requests", ""], { asked: 7000 })).starts,
    [0, 7000],
  );
  const words = "toomanyrequests: retry-after: 30s, allowed: 10/minute";
  assert.deepEqual((await played([words, ""])).starts, [0, 30_000]);
  assert.deepEqual((await played(["secondary rate limit", ""], { asked: 500 })).starts, [0, 2000]);
});

test("G12 504 for ever: five attempts, and they are told", async () => {
  const { starts, error } = await played(["504 Gateway Timeout"]);
  assert.deepEqual(starts, [0, 2000, 6000, 14_000, 30_000]);
  assert.ok(error instanceof RegistryFailure);
  assert.equal(error.parts.what, "Could not push to ghcr.io, repository me/app, in 5 attempts");
  assert.match(error.parts.seen ?? "", /504/);
});

test("G12 slow attempts end at two minutes, and so does a wish to wait longer", async () => {
  assert.deepEqual(
    (await played(["502 Bad Gateway"], { each: 50_000 })).starts,
    [0, 52_000, 106_000],
  );
  const { starts, error } = await played(["429 Too Many Requests"], { asked: 3_600_000 });
  assert.deepEqual(starts, [0]);
  assert.ok(error instanceof RegistryFailure);
  assert.match(error.parts.expected ?? "", /the next one was due in 3600 s/);
});

for (const text of ["401 Unauthorized", "403 Forbidden", "no such host", "immutable", "odd"]) {
  test(`G12 ${text}: one attempt`, async () => {
    const { starts, error } = await played([text]);
    assert.deepEqual(starts, [0]);
    assert.ok(error instanceof RegistryFailure);
  });
}

test("G12 odd words of a registry that asks to be left alone: it is busy", async () => {
  assert.deepEqual((await played(["slow down, please", ""], { asked: 3000 })).starts, [0, 3000]);
  assert.deepEqual((await played(["odd", ""], { asked: 3000 })).starts, [0, 3000]);
  assert.deepEqual((await played(["403 Forbidden", ""], { asked: 3000 })).starts, [0]);
});

test("the wait in words and headers", () => {
  const rows: [string, number | undefined][] = [
    ["retry-after: 246.031µs, allowed: 44000/minute", 1],
    ["retry-after: 350ms", 350],
    ["Please try again in 2m", 120_000],
    ["Please try again in 1m30s.", 90_000],
    ["retry after 5 minutes", 300_000],
    ["retry after 30 seconds", 30_000],
    ["Retry-After: 60", 60_000],
    ["retry-after: 60x", undefined],
    ["too many requests", undefined],
  ];
  for (const [text, ms] of rows) assert.equal(waitIn(text), ms, text);
  // Reckoned by the server's clock, whatever ours says.
  const now = "Thu, 01 Jan 2026 00:00:00 GMT";
  assert.equal(retryAfter("2", now), 2000);
  assert.equal(retryAfter("Thu, 01 Jan 2026 00:00:09 GMT", now), 9000);
  assert.equal(retryAfter("Wed, 31 Dec 2025 00:00:00 GMT", now), 0);
  assert.equal(retryAfter("soon", now), undefined);
  assert.equal(retryAfter(null, now), undefined);
  assert.equal(retryAfter(now, undefined), 0);
  const soon = new Date(Date.now() + 60_000).toUTCString();
  assert.ok(Math.abs((retryAfter(soon, "no date") ?? 0) - 60_000) < 2_000);
});
