/** Which CPU an emulator is given: asked for, by default, refused or warned of. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { askedCpus, idleCpus } from "../../../src/emulator/cpu/choice.ts";
import { cpuDefault, testEnvironment } from "../../../src/emulator/cpu/default.ts";
import { pairFailure, pairWarnings } from "../../../src/emulator/cpu/pairs.ts";
import { Failure } from "../../../src/failure.ts";
import { architectures } from "../../../src/platform/architecture.ts";
import { executionOf } from "../../../src/platform/emulation.ts";
import { parsePlatform } from "../../../src/platform/parse.ts";
import type { Platform } from "../../../src/platform/platform.ts";

function platform(name: string): Platform {
  const found = parsePlatform(name);
  assert(found !== undefined, name);
  return found;
}

const amd64 = platform("linux/amd64");
const executions = (...names: string[]) => executionOf(amd64, names.map(platform));

const asked = [
  { name: "nothing", platforms: ["linux/arm64"], cpu: {}, expected: {} },
  {
    name: "one of two",
    platforms: ["linux/arm64", "linux/riscv64"],
    cpu: { "linux/arm64": "max" },
    expected: { aarch64: "max" },
  },
  { name: "native", platforms: ["linux/amd64"], cpu: { "linux/amd64": "max" }, expected: {} },
  {
    name: "v6 alone",
    platforms: ["linux/arm/v6"],
    cpu: { "linux/arm/v6": "arm1176" },
    expected: { arm: "arm1176" },
  },
  {
    name: "both variants alike",
    platforms: ["linux/arm/v6", "linux/arm/v7"],
    cpu: { "linux/arm/v6": "max", "linux/arm/v7": "max" },
    expected: { arm: "max" },
  },
];
for (const { name, platforms, cpu, expected } of asked) {
  test(`CPU asked for: ${name}`, () => {
    assert.deepEqual(Object.fromEntries(askedCpus(executions(...platforms), cpu)), expected);
  });
}

const refused: { name: string; cpu: Record<string, string>; what: RegExp }[] = [
  {
    name: "two CPUs for one architecture",
    cpu: { "linux/arm/v6": "arm1176", "linux/arm/v7": "max" },
    what: /one CPU only/,
  },
  {
    name: "one for v6 and none for v7",
    cpu: { "linux/arm/v6": "arm1176" },
    what: /one CPU only/,
  },
  {
    name: "a control character",
    cpu: { "linux/arm/v6": "a\0b", "linux/arm/v7": "a\0b" },
    what: /not a name/,
  },
];
for (const { name, cpu, what } of refused) {
  test(`CPU refused before anything is changed: ${name}`, () => {
    assert.throws(
      () => askedCpus(executions("linux/arm/v6", "linux/arm/v7"), cpu),
      (error) => error instanceof Failure && what.test(error.message),
    );
  });
}

test("a CPU for a platform that is not emulated is told to be without effect", () => {
  const all = executions("linux/amd64", "linux/arm64");
  const cpu = { "linux/amd64": "max", "linux/arm64": "max", "linux/s390x": "max" };
  assert.deepEqual(
    idleCpus(all, cpu).map((line) => line.split(" ")[2]),
    ["linux/amd64", "linux/s390x"],
  );
});

test("the default is for arm64, and versions between that know it and that do it themselves", () => {
  const aarch64 = architectures.find(({ target }) => target === "aarch64");
  assert(aarch64 !== undefined);
  const best = "max,pauth-impdef=on";
  const table = { "5.2.0": undefined, "6.0.0": best, "7.2.22": best, "10.0": undefined };
  for (const [version, cpu] of Object.entries({ ...table, unknown: undefined })) {
    assert.equal(cpuDefault(aarch64, version), cpu, version);
  }
});

test("tests of arm/v6 run on a v6 CPU, unless another was asked for", () => {
  const all = executions("linux/arm/v6", "linux/arm/v7");
  const v6 = platform("linux/arm/v6");
  assert.deepEqual(testEnvironment(v6, all, {}), { QEMU_CPU: "arm1176" });
  assert.deepEqual(testEnvironment(v6, all, { "linux/arm/v6": "arm11mpcore" }), {});
  assert.deepEqual(testEnvironment(platform("linux/arm/v7"), all, {}), {});
  assert.deepEqual(testEnvironment(v6, executionOf(v6, [v6]), {}), {});
});

const pairs = [
  ["aarch64", "5.2.0", "max,pauth-impdef=on", "refused"],
  ["arm", "5.2.0", undefined, "refused"],
  ["aarch64", "7.2.22", "max,pauth-impdef=on", "good"],
  ["aarch64", "11.1.3", "cortex-a72", "warned"],
  ["aarch64", "11.1.3", "cortex-a720", "good"],
  ["aarch64", "11.1.3", "neoverse-n1", "warned"],
  ["arm", "11.1.3", "cortex-a53", "good"],
  ["riscv64", "7.2.22", undefined, "warned"],
  ["riscv64", "10.0.13", undefined, "good"],
  ["aarch64", "8.2.2", undefined, "warned"],
  ["arm", "9.2.1", undefined, "warned"],
  ["arm", "9.2.2", undefined, "good"],
  ["ppc64le", "11.1.3", "max", "refused"],
  ["ppc64le", "7.2.22", "power10", "good"],
  ["s390x", "unknown", undefined, "good"],
] as const;
for (const [target, version, cpu, expected] of pairs) {
  test(`QEMU ${version} for ${target} with CPU ${cpu}: ${expected}`, () => {
    const pair = { target, version, cpu };
    assert.equal(pairFailure(pair) !== undefined, expected === "refused");
    assert.equal(pairWarnings(pair).length > 0, expected === "warned");
  });
}
