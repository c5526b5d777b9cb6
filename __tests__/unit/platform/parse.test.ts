/** Names of platforms: every form people write leads to one canonical platform. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { architectureFor, architectures } from "../../../src/platform/architecture.ts";
import { nearestPlatform, parsePlatform, parseTarget } from "../../../src/platform/parse.ts";
import { platformName } from "../../../src/platform/platform.ts";

const named: readonly (readonly [string, string])[] = [
  ["linux/arm64", "linux/arm64"],
  ["arm64", "linux/arm64"],
  ["linux/aarch64", "linux/arm64"],
  ["linux/arm64/v8", "linux/arm64"],
  ["linux/arm64/8", "linux/arm64"],
  ["linux/arm64/v9", "linux/arm64/v9"],
  ["arm64v8", "linux/arm64"],
  ["Linux/ARM64", "linux/arm64"],
  [" linux/arm64 ", "linux/arm64"],
  ["linux/arm", "linux/arm/v7"],
  ["linux/armv7", "linux/arm/v7"],
  ["armhf", "linux/arm/v7"],
  ["armv7l", "linux/arm/v7"],
  ["linux/arm/7", "linux/arm/v7"],
  ["arm32v5", "linux/arm/v5"],
  ["armv6l", "linux/arm/v6"],
  ["linux/armel", "linux/arm/v6"],
  ["linux/arm/v8", "linux/arm/v8"],
  ["x86_64", "linux/amd64"],
  ["linux/x86-64", "linux/amd64"],
  ["linux/amd64/v1", "linux/amd64"],
  ["linux/amd64/v2", "linux/amd64/v2"],
  ["i386", "linux/386"],
  ["i686", "linux/386"],
  ["ppc64el", "linux/ppc64le"],
  ["ppc64", "linux/ppc64"],
  ["mips64el", "linux/mips64le"],
  ["mips64", "linux/mips64"],
  ["mipsel", "linux/mipsle"],
  ["mips", "linux/mips"],
  ["loong64", "linux/loong64"],
  ["loongarch64", "linux/loong64"],
  ["riscv64", "linux/riscv64"],
  ["s390x", "linux/s390x"],
];

for (const [input, expected] of named) {
  test(`G09 ${JSON.stringify(input)} is ${expected}`, () => {
    const platform = parsePlatform(input);
    assert.equal(platform && platformName(platform), expected);
  });
}

for (const input of [
  "",
  "linux",
  "linux/",
  "linux/aarch46",
  "windows/amd64",
  "hppa",
  "linux/arm/v9",
]) {
  test(`${JSON.stringify(input)} is no platform`, () => {
    assert.equal(parsePlatform(input), undefined);
  });
}

for (const input of ["linux/riscv64/v2", "linux/arm64/v8/x", "constructor", "darwin/arm64"]) {
  test(`${JSON.stringify(input)} is no platform either`, () => {
    assert.equal(parsePlatform(input), undefined);
  });
}

const slips: readonly (readonly [string, string | undefined])[] = [
  ["linux/aarch46", "linux/arm64"],
  ["lunix/arm64", "linux/arm64"],
  ["linux/amd46", "linux/amd64"],
  ["linux/s309x", "linux/s390x"],
  ["linux/arm/v9", "linux/arm/v7"],
  ["linux/riscv", "linux/riscv64"],
  ["windows/amd64", undefined],
  ["null", undefined],
  ["", undefined],
];

for (const [input, expected] of slips) {
  test(`G09 ${JSON.stringify(input)} was meant to be ${expected}`, () => {
    assert.equal(nearestPlatform(input), expected);
  });
}

const targets: readonly (readonly [string, string | undefined])[] = [
  ["aarch64", "aarch64"],
  ["linux/arm64", "aarch64"],
  ["linux/arm/v6", "arm"],
  ["armhf", "arm"],
  ["ppc64el", "ppc64le"],
  ["mips64", "mips64"],
  ["powerpc", "ppc"],
  ["hppa", "hppa"],
  ["linux/amd64/v3", "x86_64"],
  ["nothing", undefined],
];

for (const [input, expected] of targets) {
  test(`QEMU's target of ${input} is ${expected}`, () => {
    assert.equal(parseTarget(input), expected);
  });
}

test("every platform of the table is canonical and finds its own row", () => {
  for (const row of architectures) {
    assert.equal(parseTarget(row.target), row.target);
    for (const name of row.platforms) {
      const platform = parsePlatform(name);
      assert.ok(platform);
      assert.equal(platformName(platform), name);
      assert.equal(architectureFor(platform), row);
    }
  }
});

test("parsing is idempotent and nothing throws", () => {
  const part = fc.oneof(fc.constantFrom(...named.flatMap(([a]) => a.split("/"))), fc.string());
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
      const text = parts.join("/");
      nearestPlatform(text);
      const once = parsePlatform(text);
      if (once === undefined) return;
      assert.deepEqual(parsePlatform(platformName(once)), once);
      assert.ok(architectureFor(once));
    }),
  );
});
