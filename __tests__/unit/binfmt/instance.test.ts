/** When a user namespace gets handlers of its own, and when that would take others' away. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { lacksInstance, lossFailure } from "../../../src/binfmt/instance.ts";
import { parseReport } from "../../../src/binfmt/script-report.ts";

const BOOT = "@ boot 5f7a0b6c-3c0e-4d6e-9d53-6c2b1b0a5a4e\n@ userns user:[4026532471]\n";

function entry(name: string, state: string, magic: string): string {
  const facts = [state, "interpreter /usr/bin/qemu-aarch64-static", "flags: PF", "offset 0"];
  return [...facts, `magic ${magic}`].map((fact) => `@ entry ${name} ${fact}\n`).join("");
}

const elf = "7f454c460201010000000000000000000200b700";

const cases = [
  {
    name: "an emulator of the machine",
    entries: entry("qemu-aarch64", "enabled", elf),
    lost: true,
  },
  { name: "one that is disabled", entries: entry("qemu-aarch64", "disabled", elf), lost: false },
  {
    name: "one of a job, which ends by itself",
    entries: entry("anyarch-tp1o7r-e6fcb879-1e1189afcc61-aarch64", "enabled", elf),
    lost: false,
  },
  {
    name: "one that a job left on purpose",
    entries: entry("anyarch-kept-tp1o7r-e6fcb879-1e1189afcc61-aarch64", "enabled", elf),
    lost: true,
  },
  { name: "no emulator", entries: entry("python3.11", "enabled", "a70d0d0a"), lost: false },
];

for (const { name, entries, lost } of cases) {
  test(`${name} ${lost ? "is not to be hidden" : "is nothing to lose"}`, () => {
    const report = parseReport(`${BOOT}${entries}@ inherited\n`);
    assert.equal(lacksInstance(report), true);
    const failure = lossFailure(report);
    assert.equal(failure !== undefined, lost);
    if (failure !== undefined) assert.match(failure.parts.seen ?? "", /-aarch64 \(\/usr\/bin/);
    assert.equal(lossFailure(parseReport(BOOT + entries)), undefined);
  });
}
