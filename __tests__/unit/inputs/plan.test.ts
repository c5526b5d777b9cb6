/** What plan/action.yml says, what its parser reads, and what people write in it. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { readAction } from "../../../scripts/action-file.ts";
import { defaultsJson, withTables } from "../../../scripts/readme-tables.ts";
import { type FailureParts, Failures } from "../../../src/failure.ts";
import { planInputsFrom } from "../../../src/inputs/plan.ts";
import { platformName } from "../../../src/platform/platform.ts";

const root = new URL("../../../", import.meta.url);

for (const name of ["plan", "merge"]) {
  test(`${name}: the parser's copy of the defaults and README.md's tables are made from its action.yml`, async () => {
    const action = await readAction(new URL(`${name}/action.yml`, root));
    const made = await readFile(new URL(`src/inputs/${name}-defaults.json`, root), "utf8");
    assert.equal(made, defaultsJson(action.inputs));
    const readme = await readFile(new URL("README.md", root), "utf8");
    assert.ok(readme.includes(`<!-- ${name} inputs -->\n| Input `));
    assert.equal(readme, withTables(readme, action, `${name} `));
  });
}

async function faultsOf(raw: Record<string, string>): Promise<readonly FailureParts[]> {
  try {
    await planInputsFrom(raw);
    return [];
  } catch (error) {
    if (error instanceof Failures) return error.failures.map(({ parts }) => parts);
    throw error;
  }
}

test("platforms and runners are read however they are written", async () => {
  const { inputs, notices } = await planInputsFrom({
    platforms: "amd64, linux/aarch64\nlinux/armv7,linux/arm/v7",
    runners: [
      "arm64 = my arm64 box",
      "",
      'linux/arm/v7=["self-hosted", "ARM"]\r',
      '*={"group":"big","labels":["x64"]}',
      "linux/s390x=z",
      `"linux/riscv64"='quoted'`,
      'linux/386={"labels":"x64"}',
    ].join("\n"),
  });
  assert.deepEqual(inputs.platforms.map(platformName), [
    "linux/amd64",
    "linux/arm64",
    "linux/arm/v7",
  ]);
  assert.deepEqual(inputs.runners, {
    "linux/arm64": "my arm64 box",
    "linux/arm/v7": ["self-hosted", "ARM"],
    "*": { group: "big", labels: ["x64"] },
    "linux/s390x": "z",
    "linux/riscv64": "quoted",
    "linux/386": { labels: "x64" },
  });
  assert.equal(notices.length, 4);
  assert.match(notices[0] ?? "", /are one platform/);
  assert.match(notices[1] ?? "", /linux\/s390x is not in `platforms`/);
});

const wrong = [
  { name: "no platform", raw: {}, expected: [/`platforms` names no platform/] },
  {
    name: "a typing error in both",
    raw: { platforms: "linux/aarch46", runners: "linux/aarch46=x" },
    expected: [
      /Item 1 of the input `platforms`/,
      /Item 1 of the input `runners`.*did you mean linux\/arm64/s,
    ],
  },
  { name: "no label", raw: { platforms: "arm64", runners: "arm64=" }, expected: [/`runners`/] },
  {
    name: "no platform before it",
    raw: { platforms: "arm64", runners: "ubuntu" },
    expected: [/`runners`/],
  },
  {
    name: "one platform twice",
    raw: { platforms: "arm64", runners: "arm64=a\nlinux/aarch64=b" },
    expected: [/Item 2.*one runner for linux\/arm64/s],
  },
  {
    name: "broken JSON",
    raw: { platforms: "arm64", runners: "arm64=[a" },
    expected: [/`runners`/],
  },
  ...[
    ...["[1]", "[]", '[""]', "{}", '{"gruop":"big"}', '{"group":"big","labels":[]}', '{"group":1}'],
    ...["self-hosted, ARM64", '"', "ubuntu-24.04-arm'", "[self-hosted, ARM64]", "${{ x }}"],
  ].map((runner) => ({
    name: `a runner that GitHub would refuse or wait for: ${runner}`,
    raw: { platforms: "arm64", runners: `arm64=${runner}` },
    expected: [/`runners`.*linux\/arm64=\[/],
  })),
];

for (const { name, raw, expected } of wrong) {
  test(`refused: ${name}`, async () => {
    const faults = (await faultsOf(raw)).map((parts) => JSON.stringify(parts));
    assert.equal(faults.length, expected.length, faults.join("\n"));
    for (const [index, pattern] of expected.entries()) assert.match(faults[index] ?? "", pattern);
  });
}
