import assert from "node:assert/strict";
import { test } from "node:test";
import { planInputsFrom } from "../../../src/inputs/plan.ts";
import { legsOf, planId, planOutputs } from "../../../src/matrix/plan.ts";

const id = "7-1-0a1b2c3d";

const rows = [
  { platform: "linux/amd64", runner: "ubuntu-24.04", native: true, suffix: "amd64" },
  { platform: "linux/arm64", runner: "ubuntu-24.04-arm", native: true, suffix: "arm64" },
  { platform: "linux/arm/v7", runner: "ubuntu-24.04", native: false, suffix: "arm-v7" },
  { platform: "linux/386", runner: "ubuntu-24.04", native: true, suffix: "386" },
  { platform: "linux/amd64/v2", runner: "ubuntu-24.04", native: true, suffix: "amd64-v2" },
  { platform: "linux/riscv64", runner: "ubuntu-24.04", native: false, suffix: "riscv64" },
];

for (const row of rows) {
  test(`GitHub's own runner for ${row.platform}`, async () => {
    const { inputs } = await planInputsFrom({ platforms: row.platform });
    assert.deepEqual(legsOf(inputs, id), [{ ...row, plan: id }]);
  });
}

const named = [
  {
    name: "a runner of one's own",
    runners: "linux/s390x=z16",
    platform: "linux/s390x",
    native: true,
  },
  { name: "a runner for all others", runners: "*=box", platform: "linux/s390x", native: false },
  {
    name: "GitHub's label under another name",
    runners: "*=ubuntu-latest",
    platform: "linux/amd64",
    native: true,
  },
  {
    name: "the wrong one of GitHub's",
    runners: "arm64=ubuntu-22.04",
    platform: "linux/arm64",
    native: false,
  },
  {
    name: "32 bits on arm64",
    runners: "arm/v7=ubuntu-24.04-arm",
    platform: "linux/arm/v7",
    native: false,
  },
  {
    name: "labels",
    runners: 'arm64=["self-hosted","ARM64"]',
    platform: "linux/arm64",
    native: true,
  },
];

for (const { name, runners, platform, native } of named) {
  test(`native or not: ${name}`, async () => {
    const { inputs } = await planInputsFrom({ platforms: platform, runners });
    assert.equal(legsOf(inputs, id)[0]?.native, native);
  });
}

test("the outputs: what a job needs as its matrix, and what merge needs", async () => {
  const { inputs } = await planInputsFrom({ platforms: "amd64,arm/v7" });
  const outputs = planOutputs(legsOf(inputs, id), id);
  const { include } = JSON.parse(outputs.matrix);
  assert.deepEqual(Object.keys(include[1]), ["platform", "runner", "native", "suffix", "plan"]);
  assert.deepEqual(JSON.parse(outputs.plan), { id, platforms: ["linux/amd64", "linux/arm/v7"] });
  assert.deepEqual([outputs.platforms, outputs.legs], ["linux/amd64,linux/arm/v7", "2"]);
});

test("the id knows run and attempt, and takes nothing else of the environment", () => {
  const random = "0a1b2c3d";
  assert.equal(planId({ runId: "123", attempt: "2", random }), "123-2-0a1b2c3d");
  assert.equal(planId({ runId: "", attempt: "x,y", random }), "0-0-0a1b2c3d");
});
