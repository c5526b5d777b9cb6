/** G21: cancelled in the middle, by the runner's own signals: all is undone in time, nothing is published. */

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { project } from "../support/faults.ts";
import { type JobRun, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";
import type { CancelPlan } from "../support/runner/cancel.ts";
import { runAction } from "../support/runner.ts";
import { silentServer, stubRegistry } from "../support/stub-registry.ts";

/** Of the 7.5 s that the runner gives. */
const IN_TIME = 7000;

interface Asked {
  readonly steps?: string;
  readonly tags?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

async function cancelled(bench: Bench, cancel: CancelPlan, asked: Asked = {}): Promise<JobRun> {
  const { steps = "RUN true", tags = `${bench.repository}:1`, inputs = {} } = asked;
  const context = await folder(bench, "context", { Dockerfile: `FROM ${bench.base}\n${steps}\n` });
  const given = { context, platforms: "linux/arm64", tags, push: "true", ...inputs };
  // runJob asserts: no process left, the machine as before, post silent and green.
  const job = await runJob(bench, given, { cancel });
  const { main, post, left } = job;
  assert.notEqual(main.cancelMs, undefined, `never cancelled:\n${main.log}`);
  assert.ok((main.cancelMs ?? 0) <= IN_TIME, `${main.cancelMs} ms after the signal\n${main.log}`);
  assert.deepEqual([main.exitCode, main.signal], [1, null], main.log);
  assert.match(main.log, /^Error: the run was cancelled$/m);
  assert.deepEqual(left, [], "main itself undid everything");
  assert.ok(post.ms < 5000, `post took ${post.ms} ms`);
  assert.equal(await publishedIndex(`${bench.repository}:1`), undefined, "no tag moved");
  return job;
}

/** At the moment the last line says that the phase has begun, and a little more. */
const at = (text: string): CancelPlan => ({ when: (line) => line.includes(text) });

onEngines(
  "G21 while an emulator is obtained from a server that stands still",
  async (bench) => {
    const server = await silentServer();
    bench.cleanup.push(() => server.close());
    const inputs = {
      emulator: "release",
      "emulator-url": `http://${server.host}/{host}_qemu-{target}-static.tar.gz`,
      "emulator-sha256": "0".repeat(64),
      "emulator-version": "7.2.0",
    };
    await cancelled(bench, { after: 3000 }, { inputs });
    assert.ok(server.asked.length > 0, "it was asked");
  },
  "containerd",
);

onEngines("G21 while handlers are registered", async (bench) => {
  await cancelled(bench, at("::group::Register"));
});

onEngines("G21 in a RUN step", async (bench) => {
  await cancelled(bench, at("asleep on aarch64"), {
    steps: "RUN echo asleep on $(uname -m) && sleep 600",
  });
});

onEngines(
  "G21 in a RUN step of a container builder",
  async (bench) => {
    const inputs = { provenance: "true" };
    const steps = "RUN echo asleep on $(uname -m) && sleep 600";
    await cancelled(bench, at("asleep on aarch64"), { steps, inputs });
  },
  "classic",
);

onEngines("G21 while a container builder is made", async (bench) => {
  await cancelled(bench, at("::group::Get the builder"), { inputs: { provenance: "mode=max" } });
});

onEngines("G21 in the user's test", async (bench) => {
  await cancelled(bench, at("in the test"), { inputs: { test: "echo in the test\nsleep 600" } });
});

onEngines("G21 while pushing to a registry that stands still", async (bench) => {
  const registry = await stubRegistry({ kind: "holds" });
  bench.cleanup.push(() => registry.close());
  await cancelled(bench, at("::group::Push"), { tags: `${registry.host}/some/thing:1` });
});

onEngines("G21 killed in the middle: post undoes it all, the next run works", async (bench) => {
  const steps = 'RUN test -n "$QUICK" || { echo asleep on $(uname -m); sleep 600; }';
  const context = await folder(bench, "context", {
    Dockerfile: `FROM ${bench.base}\nARG QUICK\n${steps}\n`,
  });
  const inputs = { context, platforms: "linux/arm64", tags: `${bench.repository}:1`, push: "true" };
  const signals = [[0, "SIGKILL"]] as const;
  const { main, left } = await runJob(bench, inputs, {
    cancel: { ...at("asleep on aarch64"), signals },
  });
  assert.equal(main.signal, "SIGKILL");
  assert.ok(left.length > 0, "something was left for post");
  const next = await runJob(bench, { ...inputs, "build-args": "QUICK=1" });
  assert.equal(next.main.exitCode, 0, next.main.log);
});

onEngines(
  "G21 post without state neither builds nor undoes",
  async (bench) => {
    const inputs = { platforms: "linux/arm64", tags: `${bench.repository}:1`, push: "true" };
    const env = bench.env;
    const run = await runAction({ action: project, entry: "post", with: inputs, env });
    assert.deepEqual([run.exitCode, run.log], [0, ""]);
    assert.equal(await publishedIndex(`${bench.repository}:1`), undefined);
    assert.ok((await readdir(bench.dir)).includes("temp"));
  },
  "containerd",
);
