/** When a build is stopped for a step, and how that is told. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Progress } from "../../../src/image/build/progress.ts";
import { BuildSteps } from "../../../src/image/build/steps.ts";
import type { Step } from "../../../src/image/build/steps-event.ts";
import { crashNotices, stopFailure, stopOf } from "../../../src/image/build/stop.ts";
import { OutputLines } from "../../../src/image/test/lines.ts";

const step: Step = {
  number: 4,
  name: "[linux/arm64 2/3] RUN npm ci",
  platforms: { runs: "linux/arm64", serves: "linux/arm64" },
  spans: [{ start: 0, end: undefined }],
  cached: false,
  error: undefined,
  tail: ["added 1"],
  heard: 0,
};
const line = "qemu: uncaught target signal 4 (Illegal instruction) - core dumped";
const crash = { signal: 4, seen: 0 };
const ended = [{ start: 0, end: 1 }];
const minute = 60_000;

interface Row {
  readonly name: string;
  readonly step: Partial<Step>;
  readonly now: number;
  readonly silence?: number;
  readonly kind: "silent" | "crashed" | undefined;
}

const rows: readonly Row[] = [
  { name: "before the limit", step: {}, now: minute - 1, silence: minute, kind: undefined },
  { name: "at the limit", step: {}, now: minute, silence: minute, kind: "silent" },
  { name: "without a limit", step: {}, now: 1_000 * minute, kind: undefined },
  { name: "ended", step: { spans: ended }, now: minute, silence: minute, kind: undefined },
  { name: "soon after a crash", step: { crash }, now: 9_999, kind: undefined },
  { name: "that is silent after a crash", step: { crash }, now: 10_000, kind: "crashed" },
  {
    name: "that goes on after a crash",
    step: { crash, heard: 9_000 },
    now: 10_000,
    kind: "crashed",
  },
  { name: "that ended well after a crash", step: { crash, spans: ended }, now: 1, kind: "crashed" },
  {
    name: "that failed after a crash",
    step: { crash, spans: ended, error: "exit code: 1" },
    ...{ now: minute, kind: undefined },
  },
  {
    name: "that expects the crash",
    step: { crash, spans: ended, name: "[2/3] RUN ./crash; test $? = 132" },
    ...{ now: minute, kind: undefined },
  },
  {
    name: "whose crash is allowed",
    step: { crash, spans: ended, name: "[2/3] RUN make check" },
    ...{ now: minute, kind: undefined },
  },
  {
    name: "of which BuildKit passes on no more",
    ...{ step: { clipped: true }, now: minute, silence: minute, kind: undefined },
  },
];

for (const { name, now, silence = 0, kind, ...row } of rows) {
  test(`G02 a step ${name}: ${kind ?? "goes on"}`, () => {
    const found = stopOf([{ ...step, ...row.step }], now, { silence, crashAllow: ["make check"] });
    assert.equal(found?.kind, kind);
  });
}

const build = {
  minutes: 2,
  platforms: [],
  emulators: { "linux/arm64": "QEMU 7.2.22" },
  forgotten: true,
};

test("G02 silence is called silence, and no crash", () => {
  const { parts } = stopFailure({ kind: "silent", step, ms: 120_000 }, build);
  assert.equal(
    parts.what,
    "The build was stopped: no output for 2 min in [linux/arm64 2/3] RUN npm ci",
  );
  assert.doesNotMatch(JSON.stringify(parts), /crash/);
});

test("G02 a crash is told with step, emulator, signal, and ways out", () => {
  const crashed = { ...step, tail: [line], crash };
  const { parts } = stopFailure({ kind: "crashed", step: crashed, ms: 20_400 }, build);
  assert.equal(
    parts.what,
    "The build was stopped at [linux/arm64 2/3] RUN npm ci: a program crashed under QEMU 7.2.22 (signal 4: illegal instruction), and the step still ran 20 s later",
  );
  assert.match(parts.fix ?? "", /BUILDPLATFORM.*runs-on.*emulator-version.*crash-allow/s);
  const green = { ...crashed, platforms: undefined, spans: ended };
  const told = stopFailure(
    { kind: "crashed", step: green, ms: 0 },
    { ...build, platforms: ["linux/arm64"] },
  );
  assert.match(
    told.parts.what,
    /^The build for linux\/arm64 was stopped.*QEMU 7\.2\.22.*ended as if nothing/,
  );
});

test("G02 a crash is found in the stream, however far back and however it is cut", () => {
  const steps = new BuildSteps();
  const vertex = { digest: "a", name: "[2/2] RUN x", started: 1, completed: undefined };
  const add = (text: string): unknown => steps.add(progress({ outputs: [output(text)] }), 5);
  steps.add(
    progress({ vertexes: [{ ...vertex, cached: false, error: undefined, inputs: [] }] }),
    0,
  );
  add(line.slice(0, 30));
  assert.equal(steps.crashed, false);
  add(`${line.slice(30)}\n`);
  for (let index = 0; index < 100; index += 1) add(`line ${index}\n`);
  assert.equal(steps.crashed, true);
  assert.deepEqual(steps.steps[0]?.crash, { signal: 4, seen: 5 });
  assert.doesNotMatch(steps.steps[0]?.tail.join() ?? "", /qemu/);
  assert.deepEqual(crashNotices(steps.steps), [
    "A program died of signal 4: illegal instruction, as expected, in [2/2] RUN x",
  ]);
  add("\n[output clipped, log limit 2MiB reached]\n");
  assert.equal(steps.steps[0]?.clipped, true);
});

test("G02 a crash that is expected does not hide the next one, nor is it told for it", () => {
  const other = "qemu: uncaught target signal 11 (Segmentation fault) - core dumped";
  const outcomes = [
    { said: [line, other], crash: 11 },
    { said: [other, line], crash: 11 },
    { said: [line, line], crash: 4 },
  ];
  for (const { said, crash } of outcomes) {
    const steps = new BuildSteps();
    const name = "[2/2] RUN ./crash; test $? = 132; npm ci | tee log";
    const vertex = { digest: "a", name, started: 1, completed: undefined };
    const whole = { ...vertex, cached: false, error: undefined, inputs: [] };
    steps.add(progress({ vertexes: [whole] }), 0);
    for (const text of said) steps.add(progress({ outputs: [output(`${text}\n`)] }), 5);
    steps.add(progress({ vertexes: [{ ...whole, completed: 2 }] }), 6);
    assert.equal(steps.steps[0]?.crash?.signal, crash);
    const stop = stopOf(steps.steps, 7, { silence: 0, crashAllow: [] });
    assert.equal(stop?.kind, crash === 11 ? "crashed" : undefined);
    const lines = new OutputLines(() => undefined, name);
    lines.push("stderr", Buffer.from(`${said.join("\n")}\n`));
    assert.equal(lines.crash, crash);
  }
});

function progress(parts: Partial<Progress>): Progress {
  return { vertexes: [], statuses: [], outputs: [], warnings: [], ...parts };
}

function output(text: string) {
  return { vertex: "a", data: Buffer.from(text), time: 1 };
}
