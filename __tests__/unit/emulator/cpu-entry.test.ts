/** The entry point that gives an emulator its CPU, on generated files. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { emulatorBytes, emulatorPath } from "../../../src/emulator/cpu/derived.ts";
import { entryFault, withCpu } from "../../../src/emulator/cpu/entry.ts";
import { Failure } from "../../../src/failure.ts";
import { architectures } from "../../../src/platform/architecture.ts";
import { elfFile } from "./elf-file.ts";

const NOTE = 4;
const PROPERTY = 0x6474e553;
const STACK = 0x6474e551;

interface Header {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
  readonly align: number;
}

function headersOf(bytes: Buffer): Header[] {
  return Array.from({ length: bytes.readUInt16LE(56) }, (_, index) => {
    const at = 64 + index * 56;
    const word = (offset: number): number => Number(bytes.readBigUInt64LE(at + offset));
    const [type, flags] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    return { type, flags, offset: word(8), address: word(16), size: word(32), align: word(48) };
  });
}

/** A program with one PT_LOAD at `address` and other headers. */
function program(machine: number, segments: readonly number[], address = 0x400000): Buffer {
  const bytes = elfFile({ machine, segments });
  const at = 64 + segments.indexOf(1) * 56;
  bytes.writeBigUInt64LE(BigInt(address), at + 16);
  bytes.writeBigUInt64LE(0x23456n, at + 40);
  return bytes;
}

const good = [
  { name: "x86-64, a note before the load", machine: 62, segments: [NOTE, 1, STACK], page: 0x1000 },
  { name: "x86-64, a note behind", machine: 62, segments: [1, STACK, NOTE], page: 0x1000 },
  { name: "arm64", machine: 183, segments: [1, NOTE, STACK], page: 0x10000 },
  {
    name: "a property alone to spare",
    machine: 183,
    segments: [1, PROPERTY, STACK],
    page: 0x10000,
  },
] as const;

for (const { name, machine, segments, page } of good) {
  test(`an entry point is added: ${name}`, () => {
    const before = program(machine, segments);
    const copy = Buffer.from(before);
    const after = withCpu(before, "max,pauth-impdef=on");
    assert.deepEqual(before, copy, "the input stays as it was");
    const headers = headersOf(after);
    const spare = headersOf(before).filter(({ type }) => type === NOTE || type === PROPERTY)[0];
    assert.equal(headers.length, segments.length);
    assert.ok(spare !== undefined && !headers.some(({ type }) => type === spare.type));
    const loads = headers.filter(({ type }) => type === 1);
    const [own, added] = loads;
    assert.ok(own !== undefined && added !== undefined && loads.length === 2);
    assert.equal(headers.indexOf(added), headers.indexOf(own) + 1);
    assert.equal(added.flags, 5);
    assert.equal(added.align, page);
    assert.equal(added.address % 0x10000, added.offset % 0x10000);
    assert.ok(added.address >= own.address + 0x23456);
    assert.equal(added.offset + added.size, after.length);
    assert.equal(Number(after.readBigUInt64LE(24)), added.address);
    const stub = after.subarray(added.offset);
    assert.match(stub.toString("latin1"), /QEMU_CPU=max,pauth-impdef=on\0$/);
    const distance = stub.readBigInt64LE(stub.indexOf("QEMU_CPU=max") - 8);
    assert.equal(Number(distance) + added.address, Number(before.readBigUInt64LE(24)));
    assert.deepEqual(after.subarray(4096 - 64, 4096), before.subarray(4096 - 64));
  });
}

test("the same file and CPU give the same bytes, another CPU others", () => {
  const bytes = program(62, [1, NOTE]);
  assert.deepEqual(withCpu(bytes, "max"), withCpu(bytes, "max"));
  assert.notDeepEqual(withCpu(bytes, "max"), withCpu(bytes, "a64fx"));
});

test("a file on disk is changed to the same bytes as in memory, and stays itself", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "cpu-entry-"));
  t.after(() => rm(folder, { recursive: true }));
  const bytes = Buffer.concat([program(62, [1, NOTE]), Buffer.alloc(200_001, 7)]);
  const path = join(folder, "emulator");
  await writeFile(path, bytes, { mode: 0o400 });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const [architecture] = architectures;
  assert.ok(architecture);
  const file = { architecture, path, sha256, cpu: "max,pauth-impdef=on" };
  await mkdir(join(folder, "copies"));
  const copy = await emulatorPath(file, join(folder, "copies"));
  assert.deepEqual(await readFile(copy), withCpu(bytes, file.cpu));
  assert.deepEqual(await readFile(copy), await emulatorBytes(file));
  assert.deepEqual(await readFile(path), bytes);
  assert.equal((await stat(copy)).mode & 0o7777, 0o755);
  const other = { ...file, sha256: "0".repeat(64) };
  await assert.rejects(
    emulatorPath(other, join(folder, "copies")),
    /changed after it was verified/,
  );
});

const bad = [
  {
    name: "no header to spare",
    input: program(62, [1, STACK]),
    fault: /no program header to spare/,
  },
  { name: "another host", input: program(22, [1, NOTE]), fault: /ELF machine 22/ },
  { name: "nothing to load", input: elfFile({ segments: [NOTE] }), fault: /nothing to load/ },
  { name: "32 bits", input: elfFile({ class: 32, segments: [1, NOTE] }), fault: /64-bit/ },
  { name: "big-endian", input: elfFile({ data: "big", segments: [1, NOTE] }), fault: /64-bit/ },
  { name: "cut off", input: program(62, [1, NOTE]).subarray(0, 100), fault: /cut off/ },
  { name: "empty", input: Buffer.alloc(0), fault: /64-bit/ },
] as const;

for (const { name, input, fault } of bad) {
  test(`no entry point can be added: ${name}`, () => {
    assert.match(entryFault(input) ?? "", fault);
    assert.throws(
      () => withCpu(input, "max"),
      (error) =>
        error instanceof Failure &&
        error.parts.anchor === "emulator-cpu" &&
        fault.test(error.parts.seen ?? ""),
    );
  });
}
