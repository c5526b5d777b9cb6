/** Steps out of progress: numbers, last lines, bounds, platforms. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { BuildSteps } from "../../../src/image/build/steps.ts";
import { isRunning, stepPlatforms } from "../../../src/image/build/steps-event.ts";
import { replay } from "./recorded.ts";
import { ended, output, quiet, started, vertex } from "./steps-pieces.ts";

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

test("a recorded build gives its steps in order, with platform and output", async () => {
  const { steps, events } = await replay("no-handler");
  const run = steps.steps.find(({ name }) => name.startsWith("[linux/arm64 2/2] RUN"));
  assert.match(run?.error ?? "", /exit code: 1/);
  assert.deepEqual(run?.tail, ["exec /bin/busybox: exec format error"]);
  const ends = events.filter(({ kind }) => kind === "ended").map(({ step }) => step.number);
  assert.equal(new Set(ends).size, steps.steps.filter((one) => !isRunning(one)).length);
});
