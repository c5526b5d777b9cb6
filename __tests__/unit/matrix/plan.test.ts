import assert from "node:assert/strict";
import { test } from "node:test";
import { plainRecords } from "../../../src/inputs/csv.ts";
import { givenLegs } from "../../../src/inputs/given-legs.ts";
import { planInputsFrom } from "../../../src/inputs/plan.ts";
import { InputReader } from "../../../src/inputs/reader.ts";
import { digestsText, legText } from "../../../src/matrix/leg-result.ts";
import { legsOf, outputsFault, planId, planOutputs } from "../../../src/matrix/plan.ts";
import { platformNames } from "../../../src/platform/names.ts";
import { platformName } from "../../../src/platform/platform.ts";

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

test("GitHub takes 1 MB of outputs from a job: a plan for every platform is far below, one with endless runners is told", async () => {
  const names = [...new Set([...platformNames().values()].map(platformName))];
  const outputs = async (runners: string) => {
    const { inputs } = await planInputsFrom({ platforms: names.join(), runners });
    return planOutputs(legsOf(inputs, id), id);
  };
  const usual = await outputs('*=["self-hosted","linux"]');
  assert.equal(outputsFault(usual), undefined);
  assert.ok(usual.matrix.length < 10_000, `${usual.matrix.length}`);
  const endless = outputsFault(await outputs(`*=${"x".repeat(100_000)}`));
  assert.match(endless?.message ?? "", /larger than the outputs that GitHub takes/);
});

test("what legs of 100 platforms give out is read again whole, and far below what a job and a variable may hold", () => {
  const repository = `${"r".repeat(128)}/${"a".repeat(126)}`;
  const legs = Array.from({ length: 100 }, (_, number) => ({
    platform: `linux/riscv64/rva${number}u64-of-a-long-name`,
    digest: `sha256:${String(number).padStart(64, "0")}`,
    ...{ repository, plan: `${"9".repeat(20)}-${"9".repeat(20)}-0a1b2c3d`, attempt: 9 },
  }));
  const read = (digests: string) => givenLegs(new InputReader({ digests }, plainRecords, {}));
  const together = legText(legs);
  assert.deepEqual(read(together), legs);
  const apart = legs.map((leg) => legText([leg])).join("\n");
  assert.deepEqual(read(apart), legs);
  // A variable, as an input is one for the action, has at most 128 KiB; a job's outputs 1 MiB in UTF-16.
  for (const text of [together, apart]) assert.ok(text.length < 65_536, `${text.length}`);
  assert.ok(2 * (together.length + digestsText(legs).length) < 1 << 20);
});
