/** Reading many emulator files at once, and knowing one again only while it is as it was. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { assertUnchanged, emulatorBytes } from "../../../src/emulator/cpu/derived.ts";
import { bytesOf, contentsOf } from "../../../src/emulator/kept/known.ts";
import { Failure } from "../../../src/failure.ts";
import { architectures } from "../../../src/platform/architecture.ts";
import { elfFile, usageText } from "./elf-file.ts";

const folder = mkdtempSync(join(tmpdir(), "known-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const hashOf = (data: Buffer): string => createHash("sha256").update(data).digest("hex");

async function sha256Of(path: string): Promise<string> {
  const contents = await contentsOf(path);
  return typeof contents === "string" ? contents : contents.sha256;
}

test("forty files at once: each has its own hash, target and fault", async () => {
  const files = Array.from({ length: 40 }, (_, at) => {
    const text = usageText(`t${at}`, `7.${at}.0`);
    const data = Buffer.concat([elfFile({ text }), Buffer.alloc(3_000_000, at)]);
    const path = join(folder, `many-${at}`);
    writeFileSync(path, data);
    return { path, data, at };
  });
  await chmod(join(folder, "many-7"), 0o4755);
  const read = await Promise.all(files.map(async ({ path }) => await contentsOf(path)));
  for (const { data, at } of files) {
    const seen = read[at];
    if (at === 7) assert.match(String(seen), /^it is setuid or setgid/);
    else {
      assert.ok(typeof seen === "object");
      assert.deepEqual(
        [seen.sha256, seen.target, seen.version, seen.length],
        [hashOf(data), `t${at}`, `7.${at}.0`, data.length],
      );
      assert.deepEqual(seen.head, data.subarray(0, 64 * 1024));
    }
  }
  assert.match(String(await contentsOf(join(folder, "none"))), /ENOENT/);
});

const changes: readonly { name: string; change: (path: string, data: Buffer) => void }[] = [
  { name: "other bytes of the same length", change: (path, data) => writeFileSync(path, data) },
  {
    name: "other bytes, and the old time set again",
    change: (path, data) => {
      writeFileSync(path, data);
      utimesSync(path, 1_000_000, 1_000_000);
    },
  },
  {
    name: "another file in its place",
    change: (path, data) => {
      writeFileSync(`${path}.new`, data);
      utimesSync(`${path}.new`, 1_000_000, 1_000_000);
      renameSync(`${path}.new`, path);
    },
  },
];

for (const [at, { name, change }] of changes.entries()) {
  test(`a file that was read is read anew after ${name}`, async () => {
    const path = join(folder, `changed-${at}`);
    const [old, other] = [Buffer.alloc(100_000, 1), Buffer.alloc(100_000, 2)];
    writeFileSync(path, old);
    utimesSync(path, 1_000_000, 1_000_000);
    const [architecture] = architectures;
    assert.ok(architecture);
    const file = { architecture, path, sha256: await sha256Of(path) };
    assert.equal(file.sha256, hashOf(old));
    await assertUnchanged(file);
    assert.equal((await bytesOf(path)).sha256, file.sha256);
    change(path, other);
    const refused = (error: unknown): boolean =>
      error instanceof Failure &&
      error.parts.anchor === "emulator-hash" &&
      error.parts.seen === `sha256 ${hashOf(other)} of ${path}`;
    await assert.rejects(assertUnchanged(file), refused);
    await assert.rejects(emulatorBytes(file), refused);
    assert.equal((await bytesOf(path)).sha256, hashOf(other));
  });
}

test("the same bytes in another file are the same emulator", async () => {
  const path = join(folder, "same");
  writeFileSync(path, Buffer.alloc(100_000, 3));
  const [architecture] = architectures;
  assert.ok(architecture);
  const file = { architecture, path, sha256: await sha256Of(path) };
  copyFileSync(path, `${path}.new`);
  renameSync(`${path}.new`, path);
  await assertUnchanged(file);
  rmSync(path);
  await assert.rejects(assertUnchanged(file), /changed after it was verified/);
});
