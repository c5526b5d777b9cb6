/** Tar archives, whole and piece by piece. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type TarEntry, tarOf, tarStream } from "../../../src/engine/tar.ts";

const big = Buffer.alloc(3_000_001, "emulator");
const entries: readonly TarEntry[] = [
  { kind: "folder", path: "lines" },
  { kind: "link", path: "bin", target: "host/bin" },
  { kind: "file", path: "lines/a", data: Buffer.from("rule"), mode: 0o444 },
  { kind: "file", path: "empty", data: Buffer.alloc(0), mode: 0o555 },
  { kind: "file", path: "emulator", data: big, mode: 0o555 },
];

async function read(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* later(list: Iterable<TarEntry>): AsyncGenerator<TarEntry> {
  for (const entry of list) {
    await new Promise((resolve) => setImmediate(resolve));
    yield entry;
  }
}

test("tar reads what it holds: kinds, modes, bytes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "anyarch-tar-"));
  try {
    const input = await tarOf(entries);
    const listed = execFileSync("tar", ["-tv", "--numeric-owner"], { input, encoding: "utf8" });
    assert.deepEqual(
      listed
        .trimEnd()
        .split("\n")
        .map((line) => line.replace(/ +(\d+) .*\d\d:\d\d /, " $1 ")),
      [
        "drwxr-xr-x 0/0 0 lines",
        "lrw-r--r-- 0/0 0 bin -> host/bin",
        "-r--r--r-- 0/0 4 lines/a",
        "-r-xr-xr-x 0/0 0 empty",
        "-r-xr-xr-x 0/0 3000001 emulator",
      ],
    );
    execFileSync("tar", ["-xC", folder], { input });
    assert.equal(readFileSync(join(folder, "lines/a"), "utf8"), "rule");
    assert.ok(readFileSync(join(folder, "emulator")).equals(big));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("piece by piece it is the same archive", async () => {
  const whole = await tarOf(entries);
  assert.ok(whole.equals(await read(tarStream(entries))));
  assert.ok(whole.equals(await read(tarStream(later(entries)))));
});

test("an entry is asked for when those before it were read, not sooner", async () => {
  let made = 0;
  async function* counted(): AsyncGenerator<TarEntry> {
    for (const path of "abcdefgh") {
      made += 1;
      yield { kind: "file", path, data: Buffer.alloc(1_000_000), mode: 0o444 };
    }
  }
  let bytes = 0;
  for await (const chunk of tarStream(counted())) {
    bytes += chunk.length;
    assert.ok(made <= bytes / 1_000_000 + 2, `${made} made when ${bytes} bytes were read`);
  }
  assert.equal(made, 8);
});

test("what an entry throws, reading throws, and no end of an archive is given", async () => {
  async function* broken(): AsyncGenerator<TarEntry> {
    yield { kind: "file", path: "a", data: Buffer.from("a"), mode: 0o444 };
    throw new Error("the file changed");
  }
  const chunks: Uint8Array[] = [];
  const reading = async (): Promise<void> => {
    for await (const chunk of tarStream(broken())) chunks.push(chunk);
  };
  await assert.rejects(reading, /the file changed/);
  assert.ok(Buffer.concat(chunks).length <= 1024);
});

test("reading may stop early", async () => {
  let ended = false;
  async function* endless(): AsyncGenerator<TarEntry> {
    try {
      for (let at = 0; ; at += 1)
        yield { kind: "file", path: `f${at}`, data: Buffer.from("x"), mode: 0o444 };
    } finally {
      ended = true;
    }
  }
  for await (const chunk of tarStream(endless())) if (chunk.length > 0) break;
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(ended, true);
});
