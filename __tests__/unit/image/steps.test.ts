/** Steps out of progress: numbers, last lines, bounds, log lines, times. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Progress, Vertex } from "../../../src/image/progress.ts";
import { BuildSteps } from "../../../src/image/steps.ts";
import { isRunning, type Step, stepPlatforms } from "../../../src/image/steps-event.ts";
import { StepsLog } from "../../../src/image/steps-log.ts";
import { buildTimes } from "../../../src/image/steps-times.ts";
import { replay } from "./recorded.ts";

const quiet: Progress = { vertexes: [], statuses: [], outputs: [], warnings: [] };
const vertex = (fields: Partial<Vertex>): Vertex => ({
  digest: "a",
  name: "[1/1] RUN x",
  started: 1_000,
  completed: undefined,
  cached: false,
  error: undefined,
  inputs: [],
  ...fields,
});
const output = (text: string | Buffer, time = 3_300): Progress => ({
  ...quiet,
  outputs: [{ vertex: "a", data: Buffer.from(text), time }],
});
const started: Progress = { ...quiet, vertexes: [vertex({})] };
const ended: Progress = { ...quiet, vertexes: [vertex({ completed: 5_200 })] };

/** Lines of the log for pieces of progress that come `gap` milliseconds after one another. */
function told(pieces: readonly Progress[], gap = 0): string[] {
  const lines: string[] = [];
  const steps = new BuildSteps();
  const log = new StepsLog((line) => lines.push(line), 0);
  for (const [index, piece] of pieces.entries()) {
    for (const event of steps.add(piece, index * gap)) log.tell(event, index * gap);
  }
  return lines;
}

const logs: { name: string; pieces: Progress[]; expected: string[] }[] = [
  {
    name: "a step that prints",
    pieces: [started, output("one\ntwo\n"), ended],
    expected: ["#1 [1/1] RUN x", "#1 2.3 one", "#1 2.3 two", "#1 DONE 4.2s"],
  },
  {
    name: "lines and characters cut in two",
    pieces: [
      started,
      output(Buffer.from("gr\u00fcn").subarray(0, 3)),
      output(Buffer.from("gr\u00fcn").subarray(3)),
      output("!\nlast"),
      ended,
    ],
    expected: ["#1 [1/1] RUN x", "#1 2.3 gr\u00fcn!", "#1 2.3 last", "#1 DONE 4.2s"],
  },
  {
    name: "a progress bar that goes back to the start of its line",
    pieces: [started, output("10%\r50%\r100%\r\nok\r\n")],
    expected: ["#1 [1/1] RUN x", "#1 2.3 100%", "#1 2.3 ok"],
  },
  {
    name: "a step out of the cache",
    pieces: [{ ...quiet, vertexes: [vertex({ completed: 1_000, cached: true })] }],
    expected: ["#1 [1/1] RUN x", "#1 CACHED"],
  },
  {
    name: "a failing step and the one stopped beside it",
    pieces: [
      { ...quiet, vertexes: [vertex({}), vertex({ digest: "b", name: "[2/2] RUN y" })] },
      {
        ...quiet,
        vertexes: [
          vertex({ completed: 2_000, error: "exit code: 3" }),
          vertex({ digest: "b", completed: 2_000, error: "Canceled: context canceled" }),
        ],
      },
    ],
    expected: ["#1 [1/1] RUN x", "#2 [2/2] RUN y", "#1 ERROR: exit code: 3", "#2 CANCELED"],
  },
  {
    name: "a step that never started",
    pieces: [{ ...quiet, vertexes: [vertex({ started: undefined })] }, output("lost\n")],
    expected: [],
  },
];

for (const { name, pieces, expected } of logs) {
  test(`log: ${name}`, () => assert.deepEqual(told(pieces), expected));
}

test("transfers of known size are told every 5 s, small ones when done", () => {
  const status = (current: number, total: number): Progress => ({
    ...quiet,
    statuses: [{ vertex: "a", id: "sha256:1", current, total, completed: false }],
  });
  const named = { vertex: "a", id: "naming to x", current: 0, total: 0, completed: true };
  const layers = [1, 2, 3, 4, 5, 6].map((n) => status(n * 1e6, 9e6));
  const lines = told([started, ...layers, { ...quiet, statuses: [named] }], 2_000);
  assert.deepEqual(lines, [
    "#1 [1/1] RUN x",
    "#1 sha256:1 3.0 of 9.0 MB",
    "#1 sha256:1 6.0 of 9.0 MB",
    "#1 naming to x done",
  ]);
});

test("after 30 s of silence the running step is named, once every 30 s", () => {
  const lines: string[] = [];
  const steps = new BuildSteps();
  const log = new StepsLog((line) => lines.push(line), 0);
  for (const event of steps.add(started, 0)) log.tell(event, 0);
  for (let now = 1_000; now <= 61_000; now += 1_000) log.tick(steps.steps, now);
  assert.deepEqual(lines.slice(1), [
    "#1 still running, no output for 30 s: [1/1] RUN x",
    "#1 still running, no output for 60 s: [1/1] RUN x",
  ]);
  steps.add(ended, 62_000);
  log.tick(steps.steps, 200_000);
  assert.equal(lines.length, 3);
});

test("of 100 MB of output 40 short lines are kept, whether it has line ends or not", () => {
  const steps = new BuildSteps();
  steps.add(started, 0);
  const lines = output(`${"x".repeat(9_999)}\n`.repeat(10));
  const endless = output("y".repeat(100_000));
  for (let i = 0; i < 500; i += 1) steps.add(lines, 0);
  for (let i = 0; i < 500; i += 1) steps.add(endless, 0);
  steps.add(ended, 0);
  const [step] = steps.steps;
  assert.equal(step?.tail.length, 40);
  assert.ok(step.tail.every((line) => line.length <= 2_000));
});

test("a step without a platform in its name has that of the step it builds on", () => {
  const steps = new BuildSteps();
  const copy = vertex({ digest: "c", name: "[linux/386 1/2] COPY a a" });
  const run = vertex({ digest: "r", name: "[2/2] RUN a", inputs: ["x", "c"] });
  steps.add({ ...quiet, vertexes: [copy, run] }, 0);
  assert.deepEqual(steps.steps[1]?.platforms, { runs: "linux/386", serves: "linux/386" });
});

test("a step that BuildKit starts twice keeps its number and both spans", () => {
  const steps = new BuildSteps();
  const again = vertex({ started: 6_000 });
  const events = steps.add({ ...quiet, vertexes: [vertex({ completed: 2_000 }), again] }, 0);
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ["started"],
  );
  const [step] = steps.steps;
  assert.ok(step !== undefined && isRunning(step));
  assert.deepEqual(step.spans, [
    { start: 1_000, end: 2_000 },
    { start: 6_000, end: undefined },
  ]);
});

for (const [name, expected] of [
  ["[linux/arm64 2/3] RUN make", { runs: "linux/arm64", serves: "linux/arm64" }],
  ["[linux/arm/v7  2/12] RUN x", { runs: "linux/arm/v7", serves: "linux/arm/v7" }],
  ["[linux/arm64 internal] load metadata for a", { runs: "linux/arm64", serves: "linux/arm64" }],
  ["[linux/amd64->arm64 build 2/3] RUN x", { runs: "linux/amd64", serves: "linux/arm64" }],
  ["[linux/amd64->arm/v7 2/3] RUN x", { runs: "linux/amd64", serves: "linux/arm/v7" }],
  ["[build 2/3] RUN x", undefined],
  ["[internal] load .dockerignore", undefined],
  ["exporting to image", undefined],
] as const) {
  test(`platforms of ${name}`, () => assert.deepEqual(stepPlatforms(name), expected));
}

const step = (name: string, start: number, end: number, cached = false): Step => ({
  number: 1,
  name,
  platforms: stepPlatforms(name),
  spans: [{ start, end }],
  cached,
  error: undefined,
  tail: [],
  heard: 0,
});

test("build time is the wall time of a platform's own steps", () => {
  const steps = [
    step("[internal] load build definition", 0, 900),
    step("[linux/arm64 internal] load metadata for a", 0, 900),
    step("[linux/arm64 1/3] FROM a", 100, 100, true),
    step("[linux/arm64 2/3] RUN a", 100, 400),
    step("[linux/arm64 b 1/2] RUN b", 200, 500),
    step("[linux/arm64 3/3] RUN c", 700, 800),
    step("[linux/amd64 2/3] RUN a", 100, 150),
    step("[linux/amd64->arm64 x 1/1] RUN x", 900, 1_000),
    step("exporting to image", 1_000, 9_000),
  ];
  assert.deepEqual(buildTimes(steps, ["linux/amd64", "linux/arm64", "linux/s390x"]), {
    "linux/amd64": { ms: 50, steps: 1, cached: 0 },
    "linux/arm64": { ms: 600, steps: 5, cached: 1 },
    "linux/s390x": { ms: 0, steps: 0, cached: 0 },
  });
});

test("steps without a platform are those of the only one", () => {
  const steps = [step("[1/2] FROM a", 0, 10), step("[2/2] RUN a", 10, 40)];
  const times = { "linux/arm64": { ms: 40, steps: 2, cached: 0 } };
  assert.deepEqual(buildTimes(steps, ["linux/arm64"]), times);
});

test("a recorded build gives its steps in order, with platform and output", async () => {
  const { steps, events } = await replay("no-handler");
  const run = steps.steps.find(({ name }) => name.startsWith("[linux/arm64 2/2] RUN"));
  assert.match(run?.error ?? "", /exit code: 1/);
  assert.deepEqual(run?.tail, ["exec /bin/busybox: exec format error"]);
  const ends = events.filter(({ kind }) => kind === "ended").map(({ step }) => step.number);
  assert.equal(new Set(ends).size, steps.steps.filter((one) => !isRunning(one)).length);
});
