/** The engine stops or is killed in the middle: a plain error in time, no failed post, and the next run heals. */

import assert from "node:assert/strict";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, folder, onEngines, ROOT, usualInputs } from "../support/action.ts";
import { type OwnEngine, ownEngine } from "../support/own-engine.ts";
import { publishedIndex } from "../support/published.ts";
import { type ActionRun, type RunOptions, runAction } from "../support/runner.ts";
import { stubRegistry } from "../support/stub-registry.ts";
import { traces } from "../support/traces.ts";

type Inputs = Readonly<Record<string, string>>;

/** Milliseconds from the end of the engine to that of the step. */
const IN_TIME = 15_000;

interface Stopped {
  readonly name: string;
  /** In the line at which it is done. */
  readonly at: string;
  readonly how: "stop" | "kill";
  /** Whether it runs again before post. */
  readonly back?: boolean;
  readonly inputs?: Inputs;
  readonly setup?: boolean;
  /** In the error, after that the engine stopped. */
  readonly says: RegExp;
  /** What post could not undo. */
  readonly left: readonly string[];
}

/** What the engine ends it as where it does not end itself. */
const test = "echo in the test\ntrap 'exit 137' TERM\nsleep 600 &\nwait";

const cases: readonly Stopped[] = [
  {
    name: "stopped in a RUN step",
    at: "asleep on aarch64",
    how: "stop",
    inputs: { "build-args": "" },
    says: /^\. The build failed/,
    left: ["containers", "images"],
  },
  {
    name: "killed in a RUN step of a container builder, and started again",
    at: "asleep on aarch64",
    how: "kill",
    back: true,
    inputs: { "build-args": "", allow: "security.insecure" },
    says: /^\. The build failed/,
    left: [],
  },
  {
    name: "stopped in the user's test",
    at: "in the test",
    how: "stop",
    inputs: { test },
    says: /^\. The test of the image for linux\/arm64 failed\n/,
    left: ["containers", "images"],
  },
  {
    name: "killed while the set-up step registers",
    at: "▾ Register",
    how: "kill",
    setup: true,
    says: /^\n/,
    left: ["containers", "handlers", "images"],
  },
  {
    name: "killed while it pushes",
    at: ": Waiting",
    how: "kill",
    says: /^\n/,
    left: ["containers", "images"],
  },
];

function stepOn({ dir, env }: Bench, setup = false) {
  const action = setup ? join(ROOT, "setup") : ROOT;
  const common = { action, temp: join(dir, "temp"), toolCache: join(dir, "tools"), env };
  return {
    main: async (inputs: Inputs, more: Partial<RunOptions> = {}) =>
      await runAction({ ...common, ...more, with: inputs }),
    post: async ({ state }: ActionRun) => await runAction({ ...common, entry: "post", state }),
  };
}

/** As the real runner does between two jobs. */
async function nextJob({ dir }: Bench): Promise<void> {
  for (const name of await readdir(join(dir, "temp"))) {
    await rm(join(dir, "temp", name), { recursive: true });
  }
}

/** Handlers, and what the engine has, but for what was pulled. */
async function held(bench: Bench): Promise<string[]> {
  const lines = [...(await traces(bench))];
  return lines.filter((line) => !line.startsWith("file ") && !line.startsWith("image ")).sort();
}

onEngines(
  "an engine that stops in the middle",
  async (shared) => {
    const engine = await ownEngine(shared);
    const { bench } = engine;
    const holds = await stubRegistry({ kind: "holds" });
    bench.cleanup.push(() => holds.close());
    const steps = 'RUN test -n "$QUICK" || { echo asleep on $(uname -m); sleep 600; }';
    const Dockerfile = `FROM ${bench.base}\nARG QUICK\n${steps}\n`;
    const context = await folder(bench, "context", { Dockerfile });
    const tag = `${bench.repository}:1`;
    const setup = { emulator: bench.qemuDir, register: "container", platforms: "linux/arm64" };
    const image = {
      ...usualInputs(bench),
      ...setup,
      context,
      push: "true",
      "build-args": "QUICK=1",
    };
    const before = await held(bench);
    for (const one of cases) {
      const tags = one.name.includes("pushes") ? `${holds.host}/a:1` : tag;
      await stoppedAt(engine, one, one.setup ? setup : { ...image, tags, ...one.inputs });
    }
    assert.equal(await publishedIndex(tag), undefined, "no tag moved");
    const step = stepOn(bench);
    const next = await step.main({ ...image, tags: tag });
    assert.equal(next.exitCode, 0, next.log);
    assert.match(next.log, /^removed what a killed job left in the engine: anyarch-/m);
    const post = await step.post(next);
    assert.deepEqual([post.exitCode, post.log], [0, ""]);
    assert.deepEqual(await held(bench), before);
  },
  "containerd",
);

/** One job whose engine ends in the middle; the engine runs afterwards. */
async function stoppedAt(engine: OwnEngine, one: Stopped, inputs: Inputs): Promise<void> {
  const { name, at, how, back = false, setup, says, left } = one;
  const step = stepOn(engine.bench, setup);
  let began = Number.NaN;
  let work: Promise<void> | undefined;
  const main = await step.main(inputs, {
    limitMs: IN_TIME + 20_000,
    onLog: (line) => {
      if (work !== undefined || !line.includes(at)) return;
      began = performance.now();
      work = engine[how]();
    },
  });
  const ms = performance.now() - began;
  await work;
  if (back) await engine.start();
  const post = await step.post(main);
  await engine.start();
  await nextJob(engine.bench);
  assert.deepEqual([main.exitCode, main.signal, main.orphans], [1, null, []], main.log);
  assert.ok(ms < IN_TIME, `${name}: ${ms} ms\n${main.log}`);
  const [error = "", ...others] = main.annotations.map(({ message }) => message);
  assert.deepEqual(others, [], "one error, and no warning that post may prove wrong");
  const [, rest = ""] = /^The container engine stopped in the middle(.*)$/s.exec(error) ?? [];
  assert.match(rest, says, `${name}: ${error}`);
  assert.match(rest, /it does not answer|it answers again/);
  assert.deepEqual([post.exitCode, post.orphans], [0, []]);
  const warned = post.annotations.map(({ message }) => message);
  const kept = warned.map((text) => /^Could not undo this job's (.*?): /.exec(text)?.[1] ?? text);
  assert.deepEqual(kept.sort(), left, `${name}\n${post.log}`);
  for (const text of warned) assert.match(text, /; the next run of this runner does, or: \w+ /);
}
