/** Many jobs at once on one machine and one tool cache: each has its own, and nobody undoes another's. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertQuiet, MOUNT, type Place, place, QEMU, runnerOn } from "../support/place.ts";
import type { ActionRun } from "../support/runner.ts";

const JOBS = 20;
const TARGETS = ["aarch64", "arm", "riscv64", "s390x"];

/** Emulators of a release in a file, so that all jobs fill one empty tool cache. */
async function release(): Promise<Record<string, string>> {
  const lines = TARGETS.map(async (target) => {
    const bytes = await readFile(join(QEMU, `qemu-${target}`));
    return `${target}=${createHash("sha256").update(bytes).digest("hex")}`;
  });
  return {
    emulator: "release",
    "emulator-url": `file://${join(QEMU, "qemu-{target}")}`,
    "emulator-sha256": (await Promise.all(lines)).join("\n"),
  };
}

/** Names of the handlers of the job that `main` was of, without its id. */
function handlersOf({ handlers }: Place, { state }: ActionRun): string[] {
  const { jobId }: { jobId?: string } = JSON.parse(state.ledger ?? "{}");
  return handlers().flatMap((name) =>
    name.startsWith(`${jobId}-`) ? [name.slice(`${jobId}-`.length)] : [],
  );
}

test(`${JOBS} jobs at once, on several runners, of one tool cache`, async (t) => {
  const here = await place(t);
  here.namespace.sh(MOUNT);
  const inputs = await release();
  // Half of them are on runners of their own, half are steps of one job.
  const shared = await runnerOn(here, "shared");
  let most = 0;
  const job = async (at: number): Promise<ActionRun> => {
    const runner = at % 2 === 0 ? shared : await runnerOn(here, `runner-${at}`);
    const targets = TARGETS.slice(0, 1 + (at % TARGETS.length));
    const main = await runner.main({ ...inputs, platforms: targets.join(",") });
    assert.equal(main.exitCode, 0, main.log);
    assert.doesNotMatch(main.log, /Warning|a killed job/);
    // What others do meanwhile is nothing to this job's handlers.
    await sleep(100 * (at % 7));
    assert.deepEqual(handlersOf(here, main), targets);
    assert.equal(here.namespace.sh(here.program).trim(), "aarch64");
    most = Math.max(most, here.handlers().length);
    assertQuiet(await runner.post(main));
    assert.deepEqual(handlersOf(here, main), []);
    return main;
  };
  const ran = await Promise.all(Array.from({ length: JOBS }, (_, at) => job(at)));
  assert.deepEqual(here.handlers(), []);
  const hits = ran.filter(({ log }) => log.includes("from the tool cache"));
  t.diagnostic(`${most} handlers at most; ${hits.length} jobs found emulators in the tool cache`);
  assert.ok(most > JOBS, `${most} handlers at most: they were not at once`);
});
