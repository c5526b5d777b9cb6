/** How releases may be packed, and real files that are no emulators to be used. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import * as zlib from "node:zlib";
import { obtainEmulators } from "../../src/emulator/obtain.ts";
import { Failure } from "../../src/failure.ts";
import { architecture, fresh, freshToolCache, realEmulator, request } from "./emulator-bench.ts";

const real = await realEmulator();
const sha256 = { aarch64: real.sha256 };

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert(error instanceof Failure, `no Failure: ${error}`);
  return error;
}

/** A folder with this one file, and the template of its address. */
function published(name: string, bytes: Uint8Array): string {
  const home = fresh();
  writeFileSync(join(home, name), bytes);
  const template = name.replace("x86_64", "{host}").replace("aarch64", "{target}");
  return `${pathToFileURL(home).href}/${template}`;
}

const packed = (program: string, ...args: string[]): Buffer =>
  execFileSync(program, args, { input: real.bytes, maxBuffer: 1 << 28 });

for (const { name, bytes } of [
  { name: "x86_64_qemu-aarch64-static.tar.gz", bytes: real.tarball },
  { name: "qemu-aarch64-static.tar.gz", bytes: real.tarball },
  { name: "qemu-aarch64-static", bytes: real.bytes },
  { name: "x86_64_qemu-aarch64.gz", bytes: packed("gzip", "-9n") },
]) {
  test(`release layout ${name}`, async () => {
    freshToolCache();
    const url = published(name, bytes);
    const [emulator] = await obtainEmulators(request({ source: "release", url, sha256 }));
    assert.equal(emulator?.sha256, real.sha256);
    assert.equal(emulator?.source, "release");
  });
}

test("release packed with zstd: where Node can, else one sentence; with xz: one sentence", async () => {
  freshToolCache();
  if ("zstdCompressSync" in zlib) {
    const url = published("qemu-aarch64.zst", zlib.zstdCompressSync(real.bytes));
    const [emulator] = await obtainEmulators(request({ source: "release", url, sha256 }));
    assert.equal(emulator?.sha256, real.sha256);
  } else {
    const url = published("qemu-aarch64.zst", Buffer.from("28b52ffd000000000000000000", "hex"));
    const error = await failureOf(obtainEmulators(request({ source: "release", url, sha256 })));
    assert.match(error.message, /packed with zstd, which cannot be unpacked here/);
  }
  const url = published("qemu-aarch64.xz", packed("xz", "-0"));
  const { message, parts } = await failureOf(
    obtainEmulators(request({ source: "release", url, sha256 })),
  );
  assert.match(message, /packed with xz, which cannot be unpacked here$/);
  assert.match(parts.fix ?? "", /^xz -dc FILE \| gzip -9n > FILE\.gz/);
});

const gzip = packed("gzip", "-1n");
const bomb = zlib.gzipSync(Buffer.concat([real.bytes.subarray(0, 4096), Buffer.alloc(300 << 20)]));
for (const { name, bytes, seen } of [
  { name: "cut", bytes: gzip.subarray(0, gzip.length / 2), seen: /archive is cut off/ },
  { name: "a bomb", bytes: bomb, seen: /unpacks to more than \d+ bytes/ },
  {
    name: "an HTML page",
    bytes: zlib.gzipSync("<!DOCTYPE html>".padEnd(600)),
    seen: /is no emulator packed with gzip: an HTML or XML page/,
  },
  { name: "nothing", bytes: zlib.gzipSync(""), seen: /an empty archive/ },
]) {
  test(`release packed, with ${name} in it: refused, nothing is left`, async () => {
    const cache = freshToolCache();
    const url = published("qemu-aarch64.gz", bytes);
    const wanted = request({ source: "release", url, sha256 });
    const { message, parts } = await failureOf(obtainEmulators(wanted));
    assert.match(`${message} ${parts.seen}`, seen);
    assert.deepEqual([...readdirSync(wanted.temp), ...readdirSync(cache)], []);
  });
}

/** Makes a file that is no emulator at `path`. */
const unfit: readonly { name: string; make: (path: string) => void; seen: RegExp }[] = [
  {
    name: "a dynamically linked one",
    make: (path) => copyFileSync(process.execPath, path),
    seen: /it is dynamically linked/,
  },
  {
    name: "one for another host",
    make: (path) => writeFileSync(path, Buffer.from(architecture("aarch64").probe, "base64")),
    seen: /it is a program for aarch64, and the engine's node is x86_64/,
  },
  { name: "a script", make: (path) => writeFileSync(path, "#!/bin/sh\n"), seen: /a script/ },
  {
    name: "a truncated one",
    make: (path) => writeFileSync(path, real.bytes.subarray(0, -1000)),
    seen: /it is cut off/,
  },
  {
    name: "a setuid one",
    make: (path) => {
      copyFileSync(real.path, path);
      chmodSync(path, 0o4755);
    },
    seen: /it is setuid/,
  },
  {
    name: "a FIFO",
    make: (path) => void execFileSync("mkfifo", [path]),
    seen: /not a plain file/,
  },
  { name: "a folder of its name", make: (path) => mkdirSync(path), seen: /none of .*qemu-aarch64/ },
];

for (const { name, make, seen } of unfit) {
  test(`a path with ${name}: refused in one sentence`, async () => {
    freshToolCache();
    const path = join(fresh(), "qemu-aarch64");
    make(path);
    const { message, parts } = await failureOf(obtainEmulators(request({ source: "path", path })));
    assert.match(parts.seen ?? "", seen);
    assert.doesNotMatch(`${message}${parts.seen}`, /\n/);
  });
}

test("a path with an emulator of another target: refused in one sentence", async () => {
  freshToolCache();
  const wanted = request({ source: "path", path: real.path }, ["s390x"]);
  const { parts } = await failureOf(obtainEmulators(wanted));
  assert.equal(parts.seen, "it emulates aarch64");
});
