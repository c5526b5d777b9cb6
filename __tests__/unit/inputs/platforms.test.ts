/** The platforms list, however it is written. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { platformName } from "../../../src/platform/platform.ts";
import { faultsOf, read } from "./read.ts";

const both = ["linux/amd64", "linux/arm64"];
const lists: readonly { name: string; input: string; expected: string[] }[] = [
  { name: "nothing", input: " \n", expected: [] },
  { name: "commas and spaces", input: "linux/amd64, linux/arm64", expected: both },
  { name: "spaces", input: "linux/amd64 linux/arm64", expected: both },
  {
    name: "lines with trailing spaces",
    input: "linux/amd64  \nlinux/arm64 \r\n\n",
    expected: both,
  },
  { name: "a JSON array", input: '["linux/amd64","linux/arm64"]', expected: both },
  {
    name: "a JSON array over lines",
    input: '[\n  "linux/amd64",\n  "linux/arm64"\n]',
    expected: both,
  },
  { name: "quotes", input: "\"linux/amd64\",'linux/arm64'", expected: both },
  { name: "a bare name", input: "arm64", expected: ["linux/arm64"] },
  { name: "a kernel's name", input: "linux/aarch64", expected: ["linux/arm64"] },
  { name: "armv7", input: "linux/armv7", expected: ["linux/arm/v7"] },
  {
    name: "the order given",
    input: "linux/s390x,linux/386",
    expected: ["linux/s390x", "linux/386"],
  },
  { name: "a variant of amd64", input: "linux/amd64/v2", expected: ["linux/amd64/v2"] },
  { name: "local", input: "local", expected: [] },
];

for (const { name, input, expected } of lists) {
  test(`G09 platforms: ${name}`, async () => {
    assert.deepEqual(
      (await read({ platforms: input })).inputs.platforms.map(platformName),
      expected,
    );
  });
}

test("G09 one platform under two names is built once, with a notice", async () => {
  const { inputs, notices } = await read({
    platforms: "linux/arm64,linux/arm64/v8,linux/amd64",
    load: "true",
  });
  assert.deepEqual(inputs.platforms.map(platformName), ["linux/arm64", "linux/amd64"]);
  assert.deepEqual(notices, [
    "platforms: linux/arm64 and linux/arm64/v8 are one platform; linux/arm64 is built once.",
  ]);
});

const wrong: readonly { name: string; input: string; seen: string; expected: RegExp }[] = [
  {
    name: "a slip",
    input: "linux/aarch46",
    seen: "linux/aarch46",
    expected: /did you mean linux\/arm64\?/,
  },
  { name: "another system", input: "windows/amd64", seen: "windows/amd64", expected: /Linux only/ },
  { name: "no Docker platform", input: "hppa", seen: "hppa", expected: /such as linux\/arm64/ },
  {
    name: "an invisible character",
    input: "linux/arm64\u200b",
    seen: "linux/arm64\\u{200b}",
    expected: /linux\/arm64\?/,
  },
  { name: "broken JSON", input: '["linux/arm64"', seen: '["linux/arm64"', expected: /^\["linux/ },
  { name: "JSON of objects", input: '[{"a":1}]', seen: '[{"a":1}]', expected: /^\["linux/ },
];

for (const { name, input, seen, expected } of wrong) {
  test(`G09 platforms refuse ${name}`, async () => {
    const faults = await faultsOf({ platforms: input });
    assert.equal(faults.length, 1);
    assert.equal(faults[0]?.seen, seen);
    assert.match(faults[0]?.expected ?? "", expected);
  });
}
