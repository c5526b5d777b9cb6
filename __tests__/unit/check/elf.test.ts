/** What is read of a file's first bytes: the table of architectures is the independent source. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { elfHead, machineName, sameMachine } from "../../../src/image/check/elf.ts";
import { architectures } from "../../../src/platform/architecture.ts";

for (const architecture of architectures) {
  test(`the test program of ${architecture.target} is of its own machine`, () => {
    const head = elfHead(Buffer.from(architecture.probe, "base64"));
    assert.ok(head);
    assert.ok(sameMachine(head, architecture), JSON.stringify(head));
    assert.equal(head.loader, undefined);
  });
}

const names = [
  { target: "x86_64", expected: "x86-64" },
  { target: "aarch64", expected: "aarch64" },
  { target: "aarch64_be", expected: "aarch64 big-endian" },
  { target: "arm", expected: "ARM" },
  { target: "i386", expected: "i386" },
  { target: "ppc64le", expected: "PowerPC64 little-endian" },
  { target: "ppc64", expected: "PowerPC64 big-endian" },
  { target: "s390x", expected: "s390x" },
  { target: "riscv64", expected: "RISC-V 64" },
  { target: "mipsel", expected: "MIPS little-endian" },
  { target: "loongarch64", expected: "LoongArch 64" },
  { target: "xtensa", expected: "machine 94" },
];

for (const { target, expected } of names) {
  test(`${target} is called ${expected}`, () => {
    const row = architectures.find((architecture) => architecture.target === target);
    assert.ok(row);
    assert.equal(machineName(row), expected);
  });
}

test("the loader of a dynamic program is read", () => {
  const head = elfHead(readFileSync(process.execPath).subarray(0, 4096));
  assert.match(head?.loader ?? "", /^\/lib.*\/ld-/);
});

const notElf = [
  { name: "nothing", input: Buffer.alloc(0) },
  { name: "a script", input: Buffer.from("#!/bin/sh\n".padEnd(64)) },
  { name: "a head that is cut", input: Buffer.from("7f454c46020101", "hex") },
  { name: "an unknown class", input: withBytes(4, 9) },
  { name: "an unknown byte order", input: withBytes(5, 0) },
  { name: "code for BPF", input: withBytes(18, 247) },
];

for (const { name, input } of notElf) {
  test(`${name} is no program of any machine`, () => assert.equal(elfHead(input), undefined));
}

test("damaged program headers are no error", () => {
  for (const at of [32, 40, 54, 56]) {
    const bytes = withBytes(at, 255);
    bytes.fill(255, at, at + 2);
    assert.equal(elfHead(bytes)?.machine, 62);
  }
});

function withBytes(at: number, value: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write("7f454c46020101", "hex");
  bytes.writeUInt16LE(62, 18);
  bytes.writeUInt8(value, at);
  return bytes;
}
