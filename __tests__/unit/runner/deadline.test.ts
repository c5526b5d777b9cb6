/** Time limits, also after the garbage collector ran. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { deadline } from "../../../src/runner/deadline.ts";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

test("a deadline holds, whatever the garbage collector takes", async () => {
  const { signal } = deadline(100, new AbortController().signal);
  for (let round = 0; round < 8; round += 1) {
    collect();
    await sleep(25);
  }
  assert.equal(signal.aborted, true);
  assert.match(String(signal.reason), /TimeoutError: not finished after 0\.1 s/);
});

test("a deadline follows its signal, and is over when the work has ended", async () => {
  const job = new AbortController();
  const limit = deadline(10, job.signal);
  limit.end();
  await sleep(30);
  assert.equal(limit.signal.aborted, false);
  const other = deadline(10_000, job.signal);
  job.abort("cancelled");
  assert.equal(other.signal.reason, "cancelled");
  other.end();
  assert.equal(deadline(10, job.signal).signal.reason, "cancelled");
});
