/** Release assets made by `npm run emulators`: the same bytes each time, and used by the action. */

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { obtainEmulators } from "../../src/emulator/obtain.ts";
import { fresh, freshToolCache, realEmulator, releaseServer, request } from "./emulator-bench.ts";

const real = await realEmulator();
const ASSET = "x86_64_qemu-aarch64.gz";

function emulators(...args: string[]): { status: number | null; said: string } {
  const script = resolve(import.meta.dirname, "../../scripts/emulators.ts");
  const command = ["--import", "tsx", script, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  return { status, said: `${stdout}${stderr}` };
}

/** A folder of assets made of the real emulator's folder. */
function assetsOf(from: string, ...more: string[]): { out: string; said: string } {
  const out = join(fresh(), "assets");
  const { status, said } = emulators("--from", from, "--out", out, ...more);
  assert.equal(status, 0, said);
  return { out, said };
}

const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name)).toString("base64")]),
  );

const made = assetsOf(dirname(real.path));

test("assets: one packed emulator below 4 MB, checksums, origin; the same bytes each time", () => {
  const { out, said } = made;
  assert.deepEqual(readdirSync(out).sort(), [
    "EMULATOR-SHA256",
    "SHA256SUMS",
    "origin.json",
    ASSET,
  ]);
  const packed = readFileSync(join(out, ASSET));
  assert.ok(packed.length < 4_000_000, `${packed.length} bytes`);
  assert.equal(packed.readUInt32LE(4), 0, "the time in the gzip header");
  execFileSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: out });
  assert.equal(readFileSync(join(out, "EMULATOR-SHA256"), "utf8"), `aarch64=${real.sha256}\n`);
  const origin = JSON.parse(readFileSync(join(out, "origin.json"), "utf8"));
  const { version, ...asset } = origin.assets[0];
  assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.deepEqual(asset, {
    name: ASSET,
    target: "aarch64",
    host: "x86_64",
    sha256: real.sha256,
    source: "folder",
    origin: "a folder",
    packedSha256: createHash("sha256").update(packed).digest("hex"),
    size: packed.length,
  });
  assert.match(said, /emulator-url: https:\/\/mirror.example\/qemu\/\{host\}_qemu-\{target\}\.gz/);
  const elsewhere = fresh();
  copyFileSync(real.path, join(elsewhere, "qemu-aarch64"));
  assert.deepEqual(filesOf(assetsOf(elsewhere).out), filesOf(out));
});

test("assets out of the distribution's package tell its name and version", () => {
  const { out } = assetsOf("package", "--for", "linux/arm64");
  const [asset] = JSON.parse(readFileSync(join(out, "origin.json"), "utf8")).assets;
  assert.equal(asset.source, "package");
  assert.match(asset.origin, /^qemu-user(-static)? \d+:/);
  assert.equal(asset.sha256, real.sha256);
  assert.deepEqual(readFileSync(join(out, ASSET)), readFileSync(join(made.out, ASSET)));
});

const sha256 = { aarch64: real.sha256 };

test("assets serve by file: and by http: to loopback; at most 5 MB are fetched", async () => {
  freshToolCache();
  const folder = pathToFileURL(made.out).href;
  const name = "{host}_qemu-{target}.gz";
  const local = request({ source: "release", url: `${folder}/${name}`, sha256 });
  const [byFile] = await obtainEmulators(local);
  assert.equal(byFile?.sha256, real.sha256);
  const packed = readFileSync(join(made.out, ASSET));
  let sent = 0;
  const server = await releaseServer({
    [`/${ASSET}`]: (response) => {
      sent += packed.length;
      response.end(packed);
    },
  });
  freshToolCache();
  const far = request({ source: "release", url: `${server.address}/${name}`, sha256 });
  const [byHttp] = await obtainEmulators(far);
  assert.equal(byHttp?.sha256, real.sha256);
  assert.ok(readFileSync(byHttp?.path ?? "").equals(real.bytes));
  assert.deepEqual(server.asked, [`/${ASSET}`]);
  assert.ok(sent > 0 && sent <= 5_000_000, `${sent} bytes`);
});

test("assets: what cannot be made is told, and nothing is written", () => {
  const out = join(fresh(), "assets");
  const empty = fresh();
  mkdirSync(join(empty, "dynamic"));
  copyFileSync(process.execPath, join(empty, "dynamic", "qemu-aarch64"));
  const table = [
    { args: ["--from", empty, "--out", out], said: /no emulator at all/ },
    {
      args: ["--from", join(empty, "dynamic"), "--out", out, "--for", "arm64"],
      said: /dynamically linked/,
    },
    {
      args: ["--from", dirname(real.path), "--out", out, "--for", "s390x"],
      said: /no emulator qemu-s390x/,
    },
    { args: ["--from", empty, "--out", out, "--for", "pdp11"], said: /pdp11/ },
    { args: ["--from", empty], said: /usage: npm run emulators/ },
  ];
  for (const { args, said } of table) {
    const result = emulators(...args);
    assert.equal(result.status, 1, result.said);
    assert.match(result.said, said);
    assert.ok(!existsSync(out), result.said);
  }
  rmSync(empty, { recursive: true });
});
