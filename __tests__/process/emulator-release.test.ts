/** Emulators out of releases: a real server, real tarballs, and all that can come instead of them. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { obtainEmulators } from "../../src/emulator/obtain.ts";
import { Failure } from "../../src/failure.ts";
import { fresh, freshToolCache, realEmulator, releaseServer, request } from "./emulator-bench.ts";

const real = await realEmulator();
const half = real.tarball.subarray(0, real.tarball.length / 2);
const server = await releaseServer({
  "/whole": (response) => response.end(real.tarball),
  "/bare": (response) => response.end(real.bytes),
  "/moved": (response) => response.writeHead(302, { location: "/whole" }).end(),
  "/cut-once": (response, hit) => response.end(hit === 1 ? half : real.tarball),
  "/page": (response) => response.end("<!DOCTYPE html><title>Sign in</title>"),
  "/busy-once": (response, hit) =>
    hit === 1 ? response.writeHead(503).end() : response.end(real.tarball),
});

function release(path: string, sha256 = real.sha256) {
  const url = path.startsWith("file:") ? path : `${server.address}${path}`;
  return request({ source: "release", url, sha256: { aarch64: sha256 } });
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert(error instanceof Failure, `no Failure: ${error}`);
  return error;
}

/** Every file under a folder. */
function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name);
}

for (const path of ["/whole", "/bare", "/moved", "/cut-once", "/busy-once"]) {
  test(`release ${path}: obtained, then kept: the second run asks nothing`, async () => {
    freshToolCache();
    const [first] = await obtainEmulators(release(path));
    assert.equal(first?.sha256, real.sha256);
    assert.equal(first?.cacheHit, "none");
    assert.equal(first?.origin, `${server.address}${path}`);
    const before = server.asked.length;
    const [second] = await obtainEmulators(release(path));
    assert.equal(second?.cacheHit, "tool cache");
    assert.equal(second?.path, first?.path);
    assert.equal(second?.origin, first?.origin);
    assert.equal(server.asked.length, before);
  });
}

test("release from a file: address, in a folder within the tarball", async () => {
  freshToolCache();
  const home = fresh();
  execFileSync("tar", [
    "-czf",
    join(home, "x.tgz"),
    "--transform",
    "s,^,usr/bin/,",
    "-C",
    join(real.path, ".."),
    "qemu-aarch64-static",
  ]);
  const [emulator] = await obtainEmulators(release(pathToFileURL(join(home, "x.tgz")).href));
  assert.equal(emulator?.sha256, real.sha256);
});

test("release of a wrong hash: expected, seen, origin; never used, nothing is left", async () => {
  const cache = freshToolCache();
  const wanted = release("/whole", "0".repeat(64));
  const { parts } = await failureOf(obtainEmulators(wanted));
  assert.match(parts.expected ?? "", /0{64}/);
  assert.ok(parts.seen?.includes(real.sha256) && parts.seen.includes(`${server.address}/whole`));
  assert.deepEqual([...filesIn(cache), ...filesIn(wanted.temp)], []);
});

test("release without a known hash: not even downloaded", async () => {
  freshToolCache();
  const before = server.asked.length;
  const wanted = request({ source: "release", url: `${server.address}/whole` });
  const { parts } = await failureOf(obtainEmulators(wanted));
  assert.match(parts.fix ?? "", /emulator-sha256: aarch64=/);
  assert.equal(server.asked.length, before);
});

test("release whose tarball holds a link, or another target", async () => {
  freshToolCache();
  const home = fresh();
  symlinkSync("/bin/sh", join(home, "qemu-aarch64-static"));
  execFileSync("tar", ["-C", home, "-czf", join(home, "link.tgz"), "qemu-aarch64-static"]);
  const link = await failureOf(
    obtainEmulators(release(pathToFileURL(join(home, "link.tgz")).href)),
  );
  assert.match(link.parts.seen ?? "", /is a symlink/);
  writeFileSync(join(home, "qemu-arm-static"), "x");
  execFileSync("tar", ["-C", home, "-czf", join(home, "arm.tgz"), "qemu-arm-static"]);
  const other = await failureOf(
    obtainEmulators(release(pathToFileURL(join(home, "arm.tgz")).href)),
  );
  assert.match(other.parts.seen ?? "", /qemu-arm-static/);
});

test("auto without apt: the release is taken, and if it fails as well both errors are told", async () => {
  const path = process.env.PATH;
  process.env.PATH = fresh();
  try {
    freshToolCache();
    const sha256 = { aarch64: real.sha256 };
    const [emulator] = await obtainEmulators(request({ url: `${server.address}/whole`, sha256 }));
    assert.equal(emulator?.source, "release");
    freshToolCache();
    const url = `${server.address}/page`;
    const { parts } = await failureOf(obtainEmulators(request({ url, sha256 })));
    assert.match(parts.seen ?? "", /package: this machine has no apt/);
    assert.match(parts.seen ?? "", /release: .*HTML/);
  } finally {
    process.env.PATH = path;
  }
});

test("an aborted run stops at once, and is no Failure", async () => {
  freshToolCache();
  const wanted = { ...release("/busy-once"), signal: AbortSignal.abort(new Error("cancelled")) };
  await assert.rejects(obtainEmulators(wanted), /cancelled/);
});
