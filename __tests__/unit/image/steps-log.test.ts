/** A build as lines of the log. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Progress } from "../../../src/image/build/progress.ts";
import { BuildSteps } from "../../../src/image/build/steps.ts";
import { StepsLog } from "../../../src/image/build/steps-log.ts";
import { ended, output, quiet, started, vertex } from "./steps-pieces.ts";

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
