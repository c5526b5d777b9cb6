/** G21: cancelled in the middle, by the runner's own signals: all is undone in time, nothing is published. */

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, folder, onEngines, ROOT } from "../support/action.ts";
import { project } from "../support/faults.ts";
import { buildkitNode } from "../support/forwarders.ts";
import { type JobRun, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";
import type { CancelPlan } from "../support/runner/cancel.ts";
import { runAction } from "../support/runner.ts";
import { silentServer, stubRegistry } from "../support/stub-registry.ts";
import { processesWith } from "./build-processes.ts";
import { whenBuilderIsMade } from "./builder-made.ts";

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
  const job = await runJob(bench, given, { cancel });
  await assertStopped(bench, job);
  return job;
}

/** runJob asserts: no process left, the machine as before, post silent and green. */
async function assertStopped(bench: Bench, { main, post, left }: JobRun): Promise<void> {
  assert.notEqual(main.cancelMs, undefined, `never cancelled:\n${main.log}`);
  assert.ok((main.cancelMs ?? 0) <= IN_TIME, `${main.cancelMs} ms after the signal\n${main.log}`);
  assert.deepEqual([main.exitCode, main.signal], [1, null], main.log);
  assert.match(main.log, /^Error: the run was cancelled$/m);
  assert.deepEqual(left, [], "main itself undid everything");
  assert.ok(post.ms < 5000, `post took ${post.ms} ms`);
  assert.equal(await publishedIndex(`${bench.repository}:1`), undefined, "no tag moved");
}

/** At the moment the last line says that the phase has begun, and a little more. */
const at = (text: string): CancelPlan => ({ when: (line) => line.includes(text) });
const SIGTERM = [[0, "SIGTERM"]] as const;
/** The runner's own, and one alone. */
const each = [undefined, SIGTERM] as const;
const asleep = "RUN echo asleep on $(uname -m) && sleep 600";

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

onEngines(
  "G21 in a RUN step",
  async (bench) => {
    await cancelled(bench, at("asleep on aarch64"), { steps: asleep });
  },
  "containerd",
);

onEngines(
  "G21 in a RUN step of a container builder",
  async (bench) => {
    const inputs = { provenance: "true" };
    await cancelled(bench, at("asleep on aarch64"), { steps: asleep, inputs });
  },
  "classic",
);

onEngines(
  "G21 while a container builder is made",
  async (bench) => {
    const inputs = { allow: "security.insecure" };
    for (const signals of each) {
      const made = whenBuilderIsMade(bench);
      const cancel = { abort: made.signal, signals };
      await cancelled(bench, cancel, { inputs }).finally(made.end);
      assert.match(made.name(), /^buildx_buildkit_anyarch-\S+0$/);
    }
  },
  "classic",
);

onEngines(
  "G21 in a RUN step on a node elsewhere",
  async (bench) => {
    const { list, engine } = bench;
    const other = list.find(({ name }) => name !== engine.name)?.dockerHost ?? "";
    const { endpoint } = await buildkitNode(bench, other);
    const fifo = `/fifo-${process.pid}`;
    const inputs = { platforms: "linux/amd64", nodes: `linux/amd64=${endpoint}` };
    const steps = `RUN mkfifo ${fifo} && echo asleep on $(uname -m) && cat ${fifo}`;
    const cancel = { ...at("asleep on x86_64"), signals: SIGTERM };
    await cancelled(bench, cancel, { steps, inputs });
    assert.deepEqual(await processesWith(fifo), []);
  },
  "classic",
);

onEngines(
  "G21 set-up by a container: stopped while it registers",
  async (bench) => {
    const inputs = { platforms: "linux/arm64", emulator: bench.qemuDir, register: "container" };
    for (const signals of each) {
      const options = {
        action: join(ROOT, "setup"),
        cancel: { ...at("::group::Register"), signals },
      };
      await assertStopped(bench, await runJob(bench, inputs, options));
    }
  },
  "classic",
);

onEngines(
  "G21 a leg that pushes by digest to a registry that stands still",
  async (bench) => {
    const registry = await stubRegistry({ kind: "holds" });
    bench.cleanup.push(() => registry.close());
    const leg = JSON.stringify({ platform: "linux/arm64", plan: "7-1-0a1b2c3d" });
    const asked = { tags: `${registry.host}/some/thing:1`, inputs: { leg, platforms: "" } };
    const { main } = await cancelled(bench, { ...at("::group::Push"), signals: SIGTERM }, asked);
    assert.deepEqual([main.outputs.leg ?? "", main.outputs.digests ?? ""], ["", ""]);
  },
  "classic",
);

onEngines("G21 in the user's test", async (bench) => {
  const signals = bench.engine.store === "classic" ? SIGTERM : undefined;
  const inputs = { test: "echo in the test\nsleep 600" };
  await cancelled(bench, { ...at("in the test"), signals }, { inputs });
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
