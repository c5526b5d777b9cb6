import assert from "node:assert/strict";
import { test } from "node:test";
import { platformName } from "../../../src/platform/platform.ts";
import { faultsOf, read } from "./read.ts";

const plan = "7-1-0a1b2c3d";
const leg = JSON.stringify({
  platform: "linux/arm64",
  runner: "x",
  native: true,
  suffix: "arm64",
  plan,
});
const tags = "r.io/a:1";

test("the leg's platform is what is built", async () => {
  const { inputs } = await read({ leg, tags, push: "true" });
  assert.deepEqual(inputs.platforms.map(platformName), ["linux/arm64"]);
  assert.equal(inputs.leg?.plan, plan);
  assert.equal((await read({})).inputs.leg, undefined);
});

test("a leg of several platforms, and `platforms` that has the leg's among them", async () => {
  const several = JSON.stringify({ platform: "linux/arm/v7,linux/arm/v6", plan });
  const { inputs } = await read({ leg: several, platforms: "linux/arm/v6,linux/arm/v7,linux/386" });
  assert.deepEqual(inputs.platforms.map(platformName), ["linux/arm/v7", "linux/arm/v6"]);
});

const wrong = [
  { name: "no JSON", raw: { leg: "linux/arm64" } },
  { name: "another matrix", raw: { leg: '{"os":"ubuntu-24.04"}' } },
  { name: "no plan", raw: { leg: '{"platform":"linux/arm64"}' } },
  {
    name: "a platform that is none",
    raw: { leg: JSON.stringify({ platform: "linux/arm64,x", plan }) },
  },
  {
    name: "a plan that would name another entry",
    raw: { leg: JSON.stringify({ platform: "arm64", plan: `${plan}_,x` }) },
  },
  { name: "null", raw: { leg: "null" } },
];

for (const { name, raw } of wrong) {
  test(`no leg: ${name}`, async () => {
    const [fault, ...more] = await faultsOf(raw);
    assert.match(fault?.what ?? "", /`leg` is not an entry of a plan's matrix/);
    assert.deepEqual(more, []);
  });
}

test("another platform in `platforms`, and an output that pushes, are refused", async () => {
  const outputs = "type=image,name=r.io/a,push=true";
  const faults = await faultsOf({ leg, platforms: "linux/amd64", outputs, tags });
  assert.deepEqual(
    faults.map(({ what }) => what),
    [
      "The inputs `leg` and `platforms` name different platforms.",
      "The inputs `leg` and `outputs` cannot both push.",
    ],
  );
});

test("a leg that pushes needs a name, as any push does", async () => {
  const [fault] = await faultsOf({ leg, push: "true" });
  assert.match(fault?.what ?? "", /needs a name to push to/);
});
