/** Build time by platform. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Step, stepPlatforms } from "../../../src/image/build/steps-event.ts";
import { buildTimes } from "../../../src/image/build/steps-times.ts";

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
  assert.deepEqual(buildTimes(steps, ["linux/amd64", "linux/arm64", "linux/s390x"], 1e6), {
    "linux/amd64": { ms: 50, steps: 1, cached: 0 },
    "linux/arm64": { ms: 600, steps: 5, cached: 1 },
    "linux/s390x": { ms: 0, steps: 0, cached: 0 },
  });
});

test("steps without a platform are those of the only one", () => {
  const steps = [step("[1/2] FROM a", 0, 10), step("[2/2] RUN a", 10, 40)];
  const times = { "linux/arm64": { ms: 40, steps: 2, cached: 0 } };
  assert.deepEqual(buildTimes(steps, ["linux/arm64"], 1e6), times);
});

test("no longer than the whole build, and not negative, whatever the builder's clock does", () => {
  const [forward, back] = [step("[2/2] RUN a", 10, 4e6), step("[2/2] RUN a", 4e6, 10)];
  const ms = (one: Step) => buildTimes([one], ["linux/arm64"], 50)["linux/arm64"]?.ms;
  assert.deepEqual([forward, back].map(ms), [50, 0]);
});
