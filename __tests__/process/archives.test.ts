/** Hostile archives before every reader of archives: nothing is reached, filled or believed. */

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { obtainEmulators } from "../../src/emulator/obtain.ts";
import { connectEngine } from "../../src/engine/connection/connection.ts";
import { takeFile } from "../../src/engine/container/file.ts";
import { unpackImage } from "../../src/engine/images/saved-image.ts";
import { Failure } from "../../src/failure.ts";
import { readTar } from "../../src/image/check/reading.ts";
import { readFirst } from "../../src/image/check/reading-some.ts";
import { emptyTree } from "../../src/image/check/tree.ts";
import { type Bench, hostileArchives, type Piece } from "../faults/archives.ts";
import { cacheService } from "../support/cache-service.ts";
import { END } from "../support/raw-tar.ts";
import { elfFile, usageText } from "../unit/emulator/elf-file.ts";
import { fakeEngine } from "../unit/engine/fake-engine.ts";
import { fresh, freshToolCache, request } from "./emulator-bench.ts";
import { alpine, fedora, machineWith } from "./managers-bench.ts";

const good = elfFile({ text: usageText("aarch64", "9.1.0") });
const sha256 = { aarch64: createHash("sha256").update(good).digest("hex") };
/** More than this process takes for anything here but a fault, in bytes. */
const MOST_MEMORY = 150e6;

const counted = (piece: Piece): { readonly bytes: Buffer; readonly times: number } =>
  Buffer.isBuffer(piece) ? { bytes: piece, times: 1 } : piece;

/** Each piece by itself, as gzip takes them one after the other: a bomb is made in no time. */
function gzipped(pieces: readonly Piece[]): Buffer {
  return Buffer.concat(
    pieces.map(counted).flatMap(({ bytes, times }) => Array(times).fill(gzipSync(bytes))),
  );
}

function* plain(pieces: readonly Piece[]): Generator<Buffer> {
  for (const { bytes, times } of pieces.map(counted)) {
    for (let time = 0; time < times; time += 1) yield bytes;
  }
}

interface Threatened extends Bench {
  assertUntouched(): void;
}

function threatened(name: string): Threatened {
  const victim = join(fresh(), "victim");
  mkdirSync(victim);
  writeFileSync(join(victim, "file"), "untouched");
  const assertUntouched = (): void => {
    assert.deepEqual(readdirSync(victim), ["file"]);
    assert.equal(readFileSync(join(victim, "file"), "utf8"), "untouched");
  };
  return { good, name, victim, assertUntouched };
}

/** What `work` gives or throws; it may not take much memory. */
async function tried<T>(work: () => Promise<T>): Promise<T | Error> {
  writeFileSync("/proc/self/clear_refs", "5");
  const before = process.memoryUsage.rss();
  const seen = await work().catch((error: unknown) => {
    assert(error instanceof Error);
    return error;
  });
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1024;
  assert.ok(peak - before < MOST_MEMORY, `${Math.round((peak - before) / 1e6)} MB`);
  return seen;
}

const told = (error: Error): string =>
  [error.message, error instanceof Failure ? error.parts.seen : "", error.cause].join(" ");

const engine = await fakeEngine(({ method, url = "" }, response) => {
  const path = new URL(url, "http://engine").searchParams.get("path") ?? "/qemu";
  if (path !== "/qemu") return void response.writeHead(404).end();
  if (method === "HEAD") return void response.end();
  Readable.from(plain(offered))
    .on("error", () => undefined)
    .pipe(response);
});
after(() => engine.close());
const { signal } = new AbortController();
const connected = await connectEngine(engine.env, signal);
after(() => connected.close());
let offered: readonly Piece[] = [];

const service = await cacheService();
after(() => service.close());
/** The client packs by zstd where it is there. */
const packer = existsSync("/usr/bin/zstd") ? "zstd" : "gzip";
const packed = (pieces: readonly Piece[]): Buffer =>
  Buffer.concat(
    pieces.map(counted).flatMap(({ bytes, times }) => {
      const member = execFileSync(packer, ["-1c"], { input: bytes, maxBuffer: 1 << 28 });
      return Array<Buffer>(times).fill(member);
    }),
  );

/** The most bytes on disk below `folder` while `work` runs. */
async function mostOnDisk(folder: string, work: () => Promise<void>): Promise<number> {
  const sizes = [0];
  const look = (): void => {
    // Files go while it looks.
    const { stdout } = spawnSync("du", ["-sk", folder], { encoding: "utf8" });
    sizes.push(Number.parseInt(stdout, 10) * 1024);
  };
  const timer = setInterval(look, 200);
  await work().finally(() => clearInterval(timer));
  look();
  return Math.max(...sizes);
}

const origin = fresh();
/** Of all tests: what is left by one counts against the next. */
const all = dirname(origin);
writeFileSync(join(origin, "qemu-aarch64"), good);
const url = `${pathToFileURL(origin).href}/qemu-{target}`;

/** What a run on a new runner says of the cache; one that is trusted saves what it missed. */
async function withCache(trusted = false): Promise<string | undefined> {
  freshToolCache();
  Object.assign(process.env, service.variables("v2"));
  const wanted = { ...request({ source: "release", url, sha256 }), trusted };
  const [emulator] = await obtainEmulators(wanted);
  assert.equal(emulator?.sha256, sha256.aarch64);
  return emulator?.cacheHit;
}

await withCache(true);
const [key = ""] = service.entries.keys();

for (const { name, pieces, cache } of hostileArchives) {
  if (cache === undefined) continue;
  test(`hostile archive, out of the Actions cache: ${name}`, async () => {
    const bench = threatened("qemu");
    service.entries.set(key, packed(pieces(bench)));
    const most = await mostOnDisk(all, async () => {
      assert.equal(await withCache(), cache);
    });
    assert.ok(most < 350e6, `${Math.round(most / 1e6)} MB on the disk`);
    bench.assertUntouched();
  });
}

/** A Debian package of that content: an ar archive of three members. */
function debianPackage(pieces: readonly Piece[]): Buffer {
  const member = (name: string, data: Buffer): Buffer[] => [
    Buffer.from(
      `${name.padEnd(16)}${"0".padEnd(12)}${"0".padEnd(6)}${"0".padEnd(6)}${"100644".padEnd(8)}${String(data.length).padEnd(10)}\x60\n`,
    ),
    data,
    Buffer.alloc(data.length % 2, "\n"),
  ];
  return Buffer.concat([
    Buffer.from("!<arch>\n"),
    ...member("debian-binary", Buffer.from("2.0\n")),
    ...member("control.tar.gz", gzipped([END])),
    ...member("data.tar.gz", gzipped(pieces)),
  ]);
}

const PATH = process.env.PATH ?? "";

/** Whose machine has a package with these pieces as the only one; Debian's machine has all else. */
const machines: Readonly<Record<string, (pieces: readonly Piece[], bin: string) => void>> = {
  Debian: (pieces, bin) => {
    writeFileSync(join(bin, "package"), debianPackage(pieces));
    const shown = "Package: qemu-user\nVersion: 1:9.1.0\nSize: 9000000\n";
    const programs = {
      "apt-get": `case "$*" in *download*) cp '${bin}/package' qemu-user.deb;; esac`,
      "apt-cache": `printf '%s' '${shown}'`,
    };
    for (const [program, script] of Object.entries(programs)) {
      writeFileSync(join(bin, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    process.env.PATH = `${bin}:${PATH}`;
  },
  Alpine: (pieces, bin) => {
    writeFileSync(join(bin, "package"), gzipped(pieces));
    machineWith(alpine(join(bin, "package")));
  },
  Fedora: (pieces, bin) => {
    writeFileSync(join(bin, "package"), gzipped(pieces));
    machineWith(fedora(join(bin, "package")));
  },
};

for (const [machine, offers] of Object.entries(machines)) {
  for (const { name, pieces, cache } of hostileArchives) {
    if (cache === undefined) continue;
    test(`hostile archive, as a package of ${machine}: ${name}`, async () => {
      freshToolCache();
      const bench = threatened("./usr/bin/qemu-aarch64");
      offers(pieces(bench), fresh());
      const wanted = request({ source: "package", sha256 });
      let seen: unknown;
      const most = await mostOnDisk(all, async () => {
        seen = await tried(() => obtainEmulators(wanted));
      }).finally(() => {
        process.env.PATH = PATH;
      });
      assert.ok(Array.isArray(seen) || seen instanceof Failure, String(seen));
      assert.ok(most < 350e6, `${Math.round(most / 1e6)} MB on the disk`);
      bench.assertUntouched();
      assert.deepEqual(readdirSync(wanted.temp), []);
    });
  }
}

for (const { name, pieces, release, file } of hostileArchives) {
  test(`hostile archive, as a release: ${name}`, async () => {
    freshToolCache();
    const bench = threatened("qemu-aarch64");
    const home = fresh();
    writeFileSync(join(home, "qemu-aarch64.tar.gz"), gzipped(pieces(bench)));
    const url = `${pathToFileURL(home).href}/qemu-{target}.tar.gz`;
    const wanted = request({ source: "release", url, sha256 });
    const seen = await tried(() => obtainEmulators(wanted));
    if (release === "right") assert.ok(Array.isArray(seen), String(seen));
    else {
      assert.ok(seen instanceof Failure, String(seen));
      assert.match(told(seen), release);
    }
    bench.assertUntouched();
    assert.deepEqual(readdirSync(wanted.temp), []);
  });

  test(`hostile archive, out of a container: ${name}`, async () => {
    const bench = threatened("qemu");
    offered = pieces(bench);
    const to = join(fresh(), "file");
    const wish = { container: "c", path: "/qemu", to, most: 1 << 28, signal };
    const seen = await tried(() => takeFile(connected, wish));
    const text = seen instanceof Error ? told(seen) : seen.kind === "odd" ? seen.why : seen.kind;
    assert.match(text, file === "taken" ? /^taken$/ : file);
    if (file === "taken") assert.ok(readFileSync(to).length <= good.length);
    bench.assertUntouched();
  });

  test(`hostile archive, as an image: ${name}`, async () => {
    const bench = threatened("blobs/sha256/".padEnd(77, "a"));
    offered = pieces(bench).filter(Buffer.isBuffer);
    const folder = fresh();
    const trees = [emptyTree(), emptyTree()] as const;
    const body = (): Readable => Readable.from(plain(offered));
    const seen = [
      await tried(() => unpackImage(connected, "a:1", folder, signal)),
      await tried(() => readTar(trees[0], body(), "/")),
      await tried(() => readFirst(trees[1], body(), "/")),
    ];
    for (const one of seen) if (one instanceof TypeError) throw one;
    const inIt = readdirSync(folder, { recursive: true, withFileTypes: true });
    assert.ok(inIt.every((entry) => entry.isDirectory() || entry.name === "a".repeat(64)));
    bench.assertUntouched();
  });
}
