/** Tars as engines and `tar` write them: links of both kinds, long names, cut streams. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, test } from "node:test";
import { fileEntry } from "../../../src/image/check/glance.ts";
import { readTar } from "../../../src/image/check/reading.ts";
import { readFirst } from "../../../src/image/check/reading-some.ts";
import { emptyTree } from "../../../src/image/check/tree.ts";
import { architectureFor } from "../../../src/platform/architecture.ts";

const folder = mkdtempSync(join(tmpdir(), "anyarch-reading-"));
after(() => rmSync(folder, { recursive: true }));
const deep = join("d".repeat(90), "e".repeat(90));
const probe = architectureFor({ os: "linux", architecture: "arm64" })?.probe ?? "";
const program = Buffer.concat([Buffer.from(probe, "base64"), Buffer.alloc(200_000)]);
mkdirSync(join(folder, "bin", deep), { recursive: true });
writeFileSync(join(folder, "bin/app"), program, { mode: 0o755 });
writeFileSync(join(folder, "bin", deep, "app"), program, { mode: 0o644 });
writeFileSync(join(folder, "bin/run"), "#! /bin/sh -e\necho\n", { mode: 0o755 });
writeFileSync(join(folder, "bin/data"), "x", { mode: 0o644 });
linkSync(join(folder, "bin/app"), join(folder, "bin/hard"));
symlinkSync(`../${deep}/app`, join(folder, "bin/soft"));

for (const format of ["gnu", "pax"]) {
  test(`reads ${format} tars in pieces of any size`, async () => {
    const tar = execFileSync("tar", ["-cf", "-", `--format=${format}`, "-C", folder, "bin"]);
    for (const size of [1000, 65_536]) {
      const tree = emptyTree();
      await readTar(tree, Readable.from(pieces(tar, size)), "/usr");
      const kinds = [...tree.entries].map(([path, { kind }]) => `${path} ${kind}`).sort();
      assert.deepEqual(kinds, [
        "/usr/bin/app elf",
        `/usr/bin/${deep}/app elf`,
        "/usr/bin/hard elf",
        "/usr/bin/run script",
        "/usr/bin/soft link",
      ]);
      const soft = tree.entries.get("/usr/bin/soft");
      assert.equal(soft?.kind === "link" && soft.target, `../${deep}/app`);
    }
  });
}

test("reads the first file's head and ends the stream", async () => {
  const tar = execFileSync("tar", ["-cf", "-", "-C", join(folder, "bin"), "app"]);
  const tree = emptyTree();
  const stream = Readable.from(pieces(tar, 8192));
  await readFirst(tree, stream, "/opt");
  assert.equal(tree.entries.get("/opt/app")?.kind, "elf");
  assert.equal(stream.destroyed, true);
});

test("a stream that is cut is an error", async () => {
  const tar = execFileSync("tar", ["-cf", "-", "-C", folder, "bin"]);
  const cut = Readable.from(pieces(tar.subarray(0, 100_000), 8192));
  await assert.rejects(readTar(emptyTree(), cut, "/"), /Unexpected end of data/);
});

test("the words after #! are kept, whatever follows, and that a carriage return does", () => {
  const entry = { kind: "script", interpreter: "/usr/bin/env  node", starts: [], executable: true };
  assert.deepEqual(fileEntry(Buffer.from("#!/usr/bin/env  node\nx"), true), entry);
  const windows = fileEntry(Buffer.from("#!/usr/bin/env  node\r\nx"), true);
  assert.deepEqual(windows, { ...entry, carriageReturn: true });
});

function* pieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
