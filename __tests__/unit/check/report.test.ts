/** How the programs of an image are judged by their machine. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkReport } from "../../../src/image/check/report.ts";
import { architectures } from "../../../src/platform/architecture.ts";

const amd64 = { class: 64, data: "little", machine: 62 };
const arm64 = { class: 64, data: "little", machine: 183 };
const arm = { class: 32, data: "little", machine: 40 };
const aarch64 = architectures.find(({ target }) => target === "aarch64") ?? arm64;
const judged = [
  { name: "foreign", path: "/bin/x", machine: amd64, foreign: 1, allowed: 0, notices: 0 },
  { name: "right", path: "/bin/x", machine: arm64, foreign: 0, allowed: 0, notices: 0 },
  {
    name: "an emulator",
    path: "/bin/qemu-x86_64",
    machine: amd64,
    foreign: 0,
    allowed: 0,
    notices: 0,
  },
  { name: "allowed", path: "/bin/cross-ld", machine: amd64, foreign: 0, allowed: 1, notices: 1 },
  { name: "32-bit ARM", path: "/bin/x", machine: arm, foreign: 0, allowed: 0, notices: 1 },
  {
    name: "another order",
    path: "/bin/x",
    machine: { ...arm64, data: "big" },
    foreign: 1,
    allowed: 0,
    notices: 0,
  },
];

for (const { name, path, machine, ...expected } of judged) {
  test(`in an arm64 image: ${name}`, () => {
    const program = { path, elf: machine, via: "PATH" };
    const rules = {
      platform: { os: "linux", architecture: "arm64" },
      architecture: aarch64,
      allow: ["/bin/cross-*"],
    };
    const report = checkReport({ programs: [program], unknown: [], notices: [] }, rules);
    const { foreign, allowed, notices } = report;
    assert.deepEqual(
      { foreign: foreign.length, allowed: allowed.length, notices: notices.length },
      expected,
    );
  });
}

test("an image without any program passes with a notice", () => {
  const programs = [] as const;
  const rules = {
    platform: { os: "linux", architecture: "arm64" },
    architecture: aarch64,
    allow: [],
  };
  const report = checkReport({ programs, unknown: [], notices: [] }, rules);
  assert.deepEqual([report.foreign, report.notices.length], [[], 1]);
});
