/** The plan step as the runner starts it: no engine, no docker, no machine. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { project } from "../support/faults.ts";
import { runAction } from "../support/runner.ts";

const action = join(project, "plan");
/** Neither docker nor anything else is found. */
const bare = { PATH: "/nowhere", DOCKER_HOST: "unix:///nowhere.sock" };

test("plans on a machine that has nothing", async () => {
  const env = { ...bare, GITHUB_RUN_ID: "77", GITHUB_RUN_ATTEMPT: "3" };
  const run = await runAction({ action, with: { platforms: "amd64,linux/arm64" }, env });
  assert.ok(run.succeeded, run.log);
  assert.equal(run.stderr, "");
  assert.match(run.log, /^linux\/arm64: on ubuntu-24\.04-arm, natively$/m);
  const { id, platforms } = JSON.parse(run.outputs.plan ?? "");
  assert.match(id, /^77-3-[0-9a-f]{8}$/);
  assert.deepEqual(platforms, ["linux/amd64", "linux/arm64"]);
  const { include } = JSON.parse(run.outputs.matrix ?? "");
  assert.deepEqual(
    include.map(({ plan }: { plan: string }) => plan),
    [id, id],
  );
  assert.equal(run.outputs.legs, "2");
});

test("a wrong platform fails with one error and no output", async () => {
  const run = await runAction({ action, with: { platforms: "linux/aarch46" }, env: bare });
  assert.equal(run.exitCode, 1);
  assert.equal(run.annotations.length, 1);
  assert.match(run.log, /did you mean linux\/arm64\?/);
  assert.deepEqual(run.outputs, {});
});

test("G21 a signal ends it at once, with no output: it has nothing to undo", async () => {
  const each = (["SIGINT", "SIGTERM", "SIGKILL"] as const).map(async (sent) => {
    const cancel = { after: 5, signals: [[0, sent]] as const };
    const run = await runAction({ action, with: { platforms: "amd64" }, env: bare, cancel });
    assert.deepEqual([run.signal, run.outputs, run.state, run.orphans], [sent, {}, {}, []]);
    assert.ok((run.cancelMs ?? 9999) < 2000, `${run.cancelMs} ms after ${sent}`);
  });
  await Promise.all(each);
});
