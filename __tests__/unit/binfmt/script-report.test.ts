import assert from "node:assert/strict";
import { test } from "node:test";
import { parseReport } from "../../../src/binfmt/script-report.ts";
import { Failure } from "../../../src/failure.ts";

const BOOT = "@ boot 5f7a0b6c-3c0e-4d6e-9d53-6c2b1b0a5a4e\n@ userns user:[4026531837]\n";

test("a registration: what was there before, and what was registered", () => {
  const report = parseReport(`${BOOT}@ entry qemu-aarch64 enabled
@ entry qemu-aarch64 interpreter /usr/bin/qemu-aarch64-static
@ entry qemu-aarch64 flags: PF
@ entry qemu-aarch64 offset 0
@ entry qemu-aarch64 magic 7f454c460201010000000000000000000200b700
@ entry qemu-aarch64 mask ffffffffffffff00fffffffffffffffffeffffff
@ entry qemu-aarch64 made 7074731
@ entry python3 disabled
@ registered anyarch-a-aarch64
`);
  assert.equal(report.bootId, "5f7a0b6c-3c0e-4d6e-9d53-6c2b1b0a5a4e");
  assert.equal(report.userNamespace, "user:[4026531837]");
  assert.deepEqual(report.registered, ["anyarch-a-aarch64"]);
  assert.equal(report.unmounted, false);
  assert.deepEqual(report.entries, [
    {
      name: "qemu-aarch64",
      enabled: true,
      interpreter: "/usr/bin/qemu-aarch64-static",
      flags: "PF",
      magic: "7f454c460201010000000000000000000200b700",
      mask: "ffffffffffffff00fffffffffffffffffeffffff",
      offset: 0,
      made: "7074731",
    },
    {
      name: "python3",
      enabled: false,
      interpreter: "",
      flags: "",
      magic: undefined,
      mask: undefined,
      offset: 0,
      made: undefined,
    },
  ]);
});

test("a refusal keeps the kernel's words", () => {
  const report = parseReport(`${BOOT}@ refused anyarch-a-arm cat: write error: File exists\n`);
  assert.deepEqual(report.refused, { "anyarch-a-arm": "cat: write error: File exists" });
  assert.deepEqual(report.registered, []);
});

test("a proof: machine and version by target, later lines of the version text left out", () => {
  const report = parseReport(`${BOOT}@ machine aarch64 aarch64
@ version aarch64 qemu-aarch64 version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)
Copyright (c) 2003-2022 Fabrice Bellard and the QEMU Project developers
@ machine arm /anyarch/probes/arm: 1: Syntax error
`);
  assert.equal(report.machines.aarch64, "aarch64");
  assert.equal(report.machines.arm, "/anyarch/probes/arm: 1: Syntax error");
  assert.equal(
    report.versions.aarch64,
    "qemu-aarch64 version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)",
  );
});

test("an unmounted binfmt_misc is said", () => {
  assert.equal(parseReport(`${BOOT}@ unmounted\n`).unmounted, true);
  assert.equal(parseReport(`${BOOT}@ inherited\n`).inherited, true);
});

test("a script that never started is a failure, not an empty report", () => {
  for (const output of ["", "sh: not found\n", "boot 1\n"]) {
    assert.throws(() => parseReport(output), Failure);
  }
});
