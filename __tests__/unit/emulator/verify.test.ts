/** What verification accepts and refuses, on generated files. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { verifyEmulator } from "../../../src/emulator/verify.ts";
import { Failure } from "../../../src/failure.ts";
import { architectures } from "../../../src/platform/architecture.ts";
import { elfFile, usageText } from "./elf-file.ts";

const folder = mkdtempSync(join(tmpdir(), "anyarch-verify-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function architecture(target: string) {
  const found = architectures.find((entry) => entry.target === target);
  assert(found !== undefined, target);
  return found;
}

async function verified(bytes: Buffer, sha256?: string, host = "x86_64") {
  const path = join(folder, "file");
  writeFileSync(path, bytes);
  const origin = "the test";
  const want = { architecture: architecture("aarch64"), host: architecture(host), sha256, origin };
  return await verifyEmulator(path, want);
}

const accepted = [
  { name: "a static program", input: elfFile(), version: undefined },
  {
    name: "a static-pie program",
    input: elfFile({ type: 3, segments: [1, 2] }),
    version: undefined,
  },
  {
    name: "one that tells target and version",
    input: elfFile({ text: usageText("aarch64", "7.2.22") }),
    version: "7.2.22",
  },
  {
    name: "one whose usage text lies across two chunks",
    input: Buffer.concat([
      elfFile(),
      Buffer.alloc(1024 * 1024 - 4096 - 60),
      Buffer.from(usageText("aarch64", "10.0.13")),
    ]),
    version: "10.0.13",
  },
] as const;

for (const { name, input, version } of accepted) {
  test(`accepted: ${name}`, async () => {
    const sha256 = createHash("sha256").update(input).digest("hex");
    assert.deepEqual(await verified(input, sha256.toUpperCase()), { sha256, version });
    assert.deepEqual(await verified(input), { sha256, version });
  });
}

test("accepted: a 32-bit big-endian program on such a node", async () => {
  const input = elfFile({ class: 32, data: "big", machine: 20 });
  assert.match((await verified(input, undefined, "ppc")).sha256, /^[0-9a-f]{64}$/);
});

const refused = [
  { name: "dynamic", input: elfFile({ segments: [1, 3, 2] }), seen: /dynamically linked/ },
  {
    name: "cut in its end",
    input: elfFile().subarray(0, 4000),
    seen: /cut off: 4000 bytes of at least 4096/,
  },
  {
    name: "cut in its headers",
    input: elfFile().subarray(0, 80),
    seen: /program headers.*cut off/,
  },
  {
    name: "cut in the first header",
    input: elfFile().subarray(0, 60),
    seen: /cut off within its header/,
  },
  {
    name: "a script",
    input: Buffer.from(`#!/bin/sh\n${"x".repeat(100)}`),
    seen: /a script \("#!\/bin\/sh"\)/,
  },
  {
    name: "an HTML page",
    input: Buffer.from(`<!DOCTYPE html>${" ".repeat(100)}`),
    seen: /an HTML/,
  },
  { name: "an empty file", input: Buffer.alloc(0), seen: /nothing \(0 bytes\)/ },
  {
    name: "other machine",
    input: elfFile({ machine: 183 }),
    seen: /for aarch64, and the engine's node is x86_64/,
  },
  { name: "other class", input: elfFile({ class: 32 }), seen: /32-bit/ },
  { name: "an object file", input: elfFile({ type: 1 }), seen: /no program/ },
  { name: "nothing to load", input: elfFile({ segments: [] }), seen: /no program/ },
  {
    name: "emulator of another target",
    input: elfFile({ text: usageText("arm", "7.2.0") }),
    seen: /it emulates arm/,
  },
];

for (const { name, input, seen } of refused) {
  test(`refused: ${name}`, async () => {
    await assert.rejects(verified(input), (error) => {
      assert(error instanceof Failure);
      assert.match(error.parts.seen ?? "", seen);
      return true;
    });
  });
}

test("refused: a wrong hash, with expected, seen, origin", async () => {
  const wrong = "0".repeat(64);
  await assert.rejects(verified(elfFile(), wrong), (error) => {
    assert(error instanceof Failure);
    assert.match(error.parts.expected ?? "", /sha256 0{64}/);
    assert.match(error.parts.seen ?? "", /sha256 [0-9a-f]{64} \(4096 bytes, from the test\)/);
    return true;
  });
});

test("refused: a folder and a device; a link to a good file is followed", async () => {
  const host = architecture("x86_64");
  const want = { architecture: architecture("aarch64"), host, origin: "the test" };
  for (const path of [folder, "/dev/null"]) {
    await assert.rejects(verifyEmulator(path, want), (error) => {
      assert(error instanceof Failure);
      assert.match(error.parts.seen ?? "", /not a plain file|EISDIR/);
      return true;
    });
  }
  writeFileSync(join(folder, "good"), elfFile());
  symlinkSync("good", join(folder, "link"));
  assert.ok(await verifyEmulator(join(folder, "link"), want));
});
