/** The set-up step on the host, stopped by each signal at each of its steps, and in its post. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { programIn } from "../support/faults.ts";
import { assertQuiet, MOUNT, type Place, place, type Runner, runnerOn } from "../support/place.ts";
import type { ActionRun } from "../support/runner.ts";

const arm64 = { platforms: "arm64" };
/** Of the 7.5 s that the runner gives. */
const IN_TIME = 7000;

const signals = {
  "the runner's": undefined,
  SIGTERM: [[0, "SIGTERM"]] as const,
  "SIGINT and SIGTERM at once": [
    [0, "SIGINT"],
    [1, "SIGTERM"],
  ] as const,
};

/** Where a run is told that it has begun; not all are stopped in time, as some steps take 1 ms. */
const phases = ["::group::Look", "::group::Obtain", "::group::Register", "ran a program"];

/** Makes what writes the handlers slow, so that there is time for a signal in the middle of it. */
async function slowRegistration({ folder }: Place): Promise<Readonly<Record<string, string>>> {
  const wait = '[ "$4" != register ] || { echo written >&2; sleep 600; }';
  const bin = await programIn(folder, "sh", `/bin/sh "$@"; rc=$?; ${wait}; exit $rc`);
  return { PATH: `${bin}:${process.env.PATH}` };
}

for (const [name, sent] of Object.entries(signals)) {
  test(`G21 set-up on the host: ${name} at each step undoes all in time`, async (t) => {
    const here = await place(t);
    here.namespace.sh(MOUNT);
    const runner = await runnerOn(here, "runner");
    let stopped = 0;
    for (const phase of phases) {
      const when = (line: string): boolean => line.includes(phase);
      const cancel = { when, ...(sent === undefined ? {} : { signals: sent }) };
      const main = await runner.main(arm64, { cancel });
      assert.equal(main.signal, null, `${phase}\n${main.log}`);
      assert.ok((main.cancelMs ?? 9999) < IN_TIME, `${phase}: ${main.cancelMs} ms`);
      assert.deepEqual(main.orphans, [], phase);
      if (main.exitCode === 1) {
        stopped += 1;
        assert.match(main.log, /^Error: the run was cancelled$/m);
        assert.deepEqual(here.handlers(), [], `${phase}: main itself undid everything`);
      }
      assertQuiet(await runner.post(main));
      assert.deepEqual(here.handlers(), [], phase);
      assert.deepEqual(await readdir(join(here.folder, "runner")), [], phase);
    }
    assert.ok(stopped >= 3, `${stopped} of ${phases.length} runs were stopped`);
  });
}

test("G21 set-up on the host: stopped while the handlers are written", async (t) => {
  const here = await place(t);
  here.namespace.sh(MOUNT);
  const env = await slowRegistration(here);
  const written = new AbortController();
  const look = setInterval(() => {
    if (here.handlers().length > 0) written.abort();
  }, 50);
  const main = await here
    .main(arm64, { env, cancel: { abort: written.signal } })
    .finally(() => clearInterval(look));
  assert.deepEqual([main.exitCode, main.signal, main.orphans], [1, null, []], main.log);
  assert.ok((main.cancelMs ?? 9999) < IN_TIME, `${main.cancelMs} ms`);
  assert.deepEqual(here.handlers(), []);
  assertQuiet(await here.post(main));
});

/** Post of a job, with `lines` run before it takes handlers away, and signals as soon as it runs them. */
async function stoppedPost(t: TestContext, lines: string, sent: NodeJS.Signals) {
  const here = await place(t);
  here.namespace.sh(MOUNT);
  const runner = await runnerOn(here, "runner");
  const main = await runner.main(arm64);
  assert.equal(main.exitCode, 0, main.log);
  const begun = join(here.folder, "begun");
  const first = `[ "$4" != unregister ] || { touch ${begun}; ${lines}; }`;
  const bin = await programIn(here.folder, "sh", `${first}; exec /bin/sh "$@"`);
  const stop = new AbortController();
  const look = setInterval(() => {
    if (existsSync(begun)) stop.abort();
  }, 50);
  const env = { PATH: `${bin}:${process.env.PATH}` };
  const cancel = { abort: stop.signal, signals: [[0, sent]] as const };
  const post = await runner.post(main, { env, cancel }).finally(() => clearInterval(look));
  return { here, runner, post };
}

/** It ended by itself, with all that it started. */
function assertEnded({ exitCode, signal, orphans, log }: ActionRun): void {
  assert.deepEqual([exitCode, signal, orphans], [0, null, []], log);
}

/** The next job of the runner removes the handlers of the one before. */
async function assertHeals({ handlers }: Place, runner: Runner): Promise<void> {
  assert.equal(handlers().length, 1);
  await runner.nextJob();
  const next = await runner.main(arm64);
  assert.match(next.log, /^removed handlers that a killed job left: anyarch-\S+-aarch64$/m);
  assertQuiet(await runner.post(next));
  assert.deepEqual(handlers(), []);
}

for (const sent of ["SIGINT", "SIGTERM"] as const) {
  test(`G21 post that gets a ${sent} ends what it began`, async (t) => {
    const { here, post } = await stoppedPost(t, "sleep 0.5", sent);
    assertEnded(post);
    assert.notEqual(post.cancelMs, undefined);
    assertQuiet(post);
    assert.deepEqual(here.handlers(), []);
  });
}

test("G21 post that stands still ends soon after a signal: it says what is left, the next run heals", async (t) => {
  const { here, runner, post } = await stoppedPost(t, "sleep 600", "SIGINT");
  assertEnded(post);
  assert.ok((post.cancelMs ?? 9999) < IN_TIME, `${post.cancelMs} ms`);
  const [warning, ...others] = post.annotations;
  assert.deepEqual([warning?.level, others], ["warning", []]);
  const [, command = ""] =
    /^Could not undo this job's handlers: the run was cancelled.*, or: (.*)$/s.exec(
      warning?.message ?? "",
    ) ?? [];
  assert.match(command, /^for f in \/proc\/sys\/fs\/binfmt_misc\/anyarch-\S+-\*; do /);
  await assertHeals(here, runner);
});

test("G21 post that is killed: the next run heals", async (t) => {
  const { here, runner, post } = await stoppedPost(t, "sleep 600", "SIGKILL");
  assert.equal(post.signal, "SIGKILL");
  await assertHeals(here, runner);
});
