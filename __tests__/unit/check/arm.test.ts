/** The version of ARM that programs tell, out of files laid out as linkers do. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { armVersion } from "../../../src/image/check/arm.ts";
import { Glance } from "../../../src/image/check/glance.ts";
import { architectures } from "../../../src/platform/architecture.ts";

const probe = Buffer.from(
  architectures.find(({ target }) => target === "arm")?.probe ?? "",
  "base64",
);

/** Tag_CPU_name "7-A" or "ARM v6", Tag_CPU_arch, Tag_FP_arch. */
const attributes = (arch: number, name = "7-A"): Buffer => {
  const tags = Buffer.concat([
    Buffer.from([5]),
    Buffer.from(`${name}\0`),
    Buffer.from([32, 1]),
    Buffer.from("gnu\0"),
    Buffer.from([6, arch, 10, 3]),
  ]);
  const group = Buffer.concat([Buffer.from([1]), word(tags.length + 5), tags]);
  const part = Buffer.concat([Buffer.from("aeabi\0"), group]);
  return Buffer.concat([Buffer.from("A"), word(part.length + 4), part]);
};

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** A program: head, `between` bytes of code, attributes, `after` bytes of symbols, two section headers. */
function program(section: Buffer, { between = 100_000, after = 0 } = {}): Buffer {
  const head = Buffer.alloc(52);
  probe.copy(head, 0, 0, 52);
  const at = head.length + between;
  const table = at + section.length + after;
  head.writeUInt32LE(table, 32);
  head.writeUInt16LE(40, 46);
  head.writeUInt16LE(2, 48);
  const headers = Buffer.alloc(80);
  headers.writeUInt32LE(0x70000003, 44);
  headers.writeUInt32LE(at, 56);
  headers.writeUInt32LE(section.length, 60);
  return Buffer.concat([head, Buffer.alloc(between), section, Buffer.alloc(after), headers]);
}

function versionOf(bytes: Buffer, size = 4096): number | undefined {
  const glance = new Glance();
  for (let at = 0; at < bytes.length; at += size) glance.take(bytes.subarray(at, at + size));
  const entry = glance.entry(true, bytes.length);
  assert.equal(entry.kind, "elf");
  return entry.kind === "elf" ? entry.elf.arm : undefined;
}

const versions = [
  { name: "ARMv5TE", arch: 4, expected: 5 },
  { name: "ARMv6KZ, of the first Raspberry Pi", arch: 7, expected: 6 },
  { name: "ARMv7", arch: 10, expected: 7 },
  { name: "ARMv8-A", arch: 14, expected: 8 },
  { name: "ARMv6-M, a microcontroller's", arch: 11, expected: undefined },
  { name: "one that is not known yet", arch: 60, expected: undefined },
];

for (const { name, arch, expected } of versions) {
  test(`a program for ${name}`, () => {
    for (const size of [7, 4096, 200_000]) {
      assert.equal(versionOf(program(attributes(arch)), size), expected);
    }
    assert.equal(versionOf(program(attributes(arch), { between: 0 })), expected);
  });
}

test("attributes behind more symbols than are kept tell nothing", () => {
  assert.equal(versionOf(program(attributes(10), { after: 20_000 })), undefined);
});

const damaged = [
  { name: "without attributes", section: Buffer.alloc(0) },
  {
    name: "with attributes of another kind",
    section: Buffer.from("A\x09\0\0\0other\0\x01\x05\0\0\0"),
  },
  { name: "with a text that does not end", section: attributes(10).subarray(0, 18) },
];

for (const { name, section } of damaged) {
  test(`a program ${name} tells nothing`, () => {
    assert.equal(versionOf(program(section)), undefined);
  });
}

test("section headers that point anywhere are no error", () => {
  const bytes = program(attributes(10));
  for (const value of [0, 51, bytes.length, 0xfffffff0]) {
    const head = Buffer.from(bytes);
    head.writeUInt32LE(value, 32);
    assert.equal(
      armVersion(head.subarray(0, 4096), head.subarray(-16_384), head.length),
      undefined,
    );
  }
});
