/** When a step is taken to hang. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { silenceFailure, silenceOf } from "../../../src/image/build-silence.ts";
import type { Step } from "../../../src/image/steps-event.ts";

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
const crash = "qemu: uncaught target signal 4 (Illegal instruction) - core dumped";
const minute = 60_000;

const rows: { name: string; step: Partial<Step>; now: number; limit: number; hangs: boolean }[] = [
  { name: "before the limit", step: {}, now: minute - 1, limit: minute, hangs: false },
  { name: "at the limit", step: {}, now: minute, limit: minute, hangs: true },
  { name: "without a limit", step: {}, now: 1_000 * minute, limit: 0, hangs: false },
  {
    name: "ended",
    step: { spans: [{ start: 0, end: 1 }] },
    now: minute,
    limit: minute,
    hangs: false,
  },
  { name: "soon after a crash", step: { tail: [crash] }, now: 44_000, limit: 0, hangs: false },
  { name: "long after a crash", step: { tail: [crash, ""] }, now: 45_000, limit: 0, hangs: true },
  {
    name: "went on after a crash",
    step: { tail: [crash, "x"] },
    now: minute,
    limit: 0,
    hangs: false,
  },
];

for (const { name, now, limit, hangs, ...row } of rows) {
  test(`G02 a step ${name} ${hangs ? "hangs" : "goes on"}`, () => {
    const found = silenceOf([{ ...step, ...row.step }], now, limit);
    assert.equal(found !== undefined, hangs);
  });
}

test("G02 a hanging step is told as silence or as a crash, never one for the other", () => {
  const silent = silenceFailure({ step, ms: 120_000, crashed: false }, 2, []).parts;
  assert.equal(
    silent.what,
    "The build was stopped: no output for 2 min in [linux/arm64 2/3] RUN npm ci",
  );
  assert.doesNotMatch(JSON.stringify(silent), /crash/);
  const crashed = silenceFailure(
    { step: { ...step, tail: [crash] }, ms: 45_000, crashed: true },
    0,
    [],
  );
  assert.match(crashed.parts.what, /\[linux\/arm64 2\/3\] RUN npm ci hangs after a crash/);
  assert.match(crashed.parts.cause ?? "", /signal 4/);
  assert.match(crashed.parts.fix ?? "", /BUILDPLATFORM.*emulator-version.*runs-on/s);
});
