import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelFailure, rootlessFailure } from "../../../src/binfmt/kernel.ts";

const cases = [
  { release: "3.10.0-1160.el7.x86_64", old: true },
  { release: "4.4.0-210-generic", old: true },
  { release: "4.7.10", old: true },
  { release: "4.8.0", old: false },
  { release: "4.18.0-553.el8", old: false },
  { release: "5.4.0-1109-azure", old: false },
  { release: "6.18.44", old: false },
  { release: "10.0.1", old: false },
];

for (const { release, old } of cases) {
  test(`kernel ${release} is ${old ? "refused" : "taken"}`, () => {
    const failure = kernelFailure(release);
    assert.equal(failure !== undefined, old);
    if (failure !== undefined) assert.equal(failure.parts.seen, release);
  });
}

test("a rootless engine registers from Linux 6.7 on", () => {
  assert.equal(rootlessFailure("6.7.0-rc1"), undefined);
  assert.equal(rootlessFailure("7.0"), undefined);
  for (const release of ["6.6.87.2-microsoft-standard-WSL2", "5.15.0-1089-azure"]) {
    const failure = rootlessFailure(release);
    assert.equal(failure?.parts.seen, release);
    assert.match(failure?.message ?? "", /^A rootless engine on this kernel can register no /);
  }
});
