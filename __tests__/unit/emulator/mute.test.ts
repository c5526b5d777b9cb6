/** Which emulators do not tell of crashes, as measured with programs that crash. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { muteness } from "../../../src/emulator/mute.ts";
import { architectures } from "../../../src/platform/architecture.ts";

const cases = [
  { target: "riscv64", version: "7.2.22", mute: true },
  { target: "riscv64", version: "10.0.13", mute: true },
  { target: "riscv64", version: "11.1.2", mute: false },
  { target: "aarch64", version: "7.2.22", mute: false },
  { target: "arm", version: "5.2.0", mute: false },
  { target: "s390x", version: "10.0.13", mute: false },
  { target: "ppc64le", version: "7.2.22", mute: false },
  { target: "sparc64", version: "10.0.13", mute: true },
];

for (const { target, version, mute } of cases) {
  test(`QEMU ${version} for ${target} ${mute ? "says nothing of" : "tells of"} a crash`, () => {
    const architecture = architectures.find((one) => one.target === target);
    assert.ok(architecture);
    const said = muteness({ architecture, version });
    assert.equal(said !== undefined, mute);
    if (said !== undefined) assert.match(said, new RegExp(`^QEMU ${version} for ${target} `));
  });
}
