/** Emulators through the Actions cache: a loopback service that keeps, forges, stalls and poisons. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { obtainEmulators } from "../../src/emulator/obtain.ts";
import { cacheService } from "../support/cache-service.ts";
import { fresh, freshToolCache, realEmulator, request } from "./emulator-bench.ts";

const real = await realEmulator();

const service = await cacheService();
after(() => service.close());
const { entries, requests } = service;

/** A runner whose tool cache is empty, as a hosted one's is. */
function newRunner(protocol: "v1" | "v2" = "v1"): void {
  freshToolCache();
  for (const name of ["GITHUB_EVENT_NAME", "ACTIONS_CACHE_MODE", "ACTIONS_CACHE_SERVICE_V2"]) {
    delete process.env[name];
  }
  Object.assign(process.env, service.variables(protocol));
}

beforeEach(() => {
  entries.clear();
  requests.length = 0;
  Object.assign(service, { answered: (key: string) => key, spoils: () => false, denies: false });
  newRunner();
});

const inputs = {
  source: "release",
  url: `file://${real.path}`,
  sha256: { "*": real.sha256 },
} as const;

/** Replaces what the service keeps by an archive of `home`, made as `args` say. */
function poison(home: string, ...args: string[]): void {
  const [key] = entries.keys();
  assert(key !== undefined);
  const file = join(fresh(), "poison.tar");
  execFileSync("tar", ["-P", "-cf", file, "-C", home, ...args]);
  const zstd = existsSync("/usr/bin/zstd");
  execFileSync(zstd ? "zstd" : "gzip", ["-qk", file]);
  entries.set(key, execFileSync("cat", [`${file}.${zstd ? "zst" : "gz"}`], { maxBuffer: 1 << 28 }));
}

for (const protocol of ["v1", "v2"] as const) {
  test(`${protocol}: saved by one run, restored by the next runner, without its origin`, async () => {
    newRunner(protocol);
    await obtainEmulators(request(inputs));
    assert.equal(entries.size, 1);
    assert.ok([...entries.keys()][0]?.endsWith(`-sha256-${real.sha256}`));
    newRunner(protocol);
    const wanted = request(inputs);
    const [emulator] = await obtainEmulators(wanted);
    assert.equal(emulator?.cacheHit, "actions cache");
    assert.equal(emulator?.sha256, real.sha256);
    const [again] = await obtainEmulators(request(inputs));
    assert.equal(again?.cacheHit, "tool cache");
  });

  test(`${protocol}: a token that may only read: nothing is saved, and nothing fails`, async () => {
    newRunner(protocol);
    service.denies = true;
    const [emulator] = await obtainEmulators(request(inputs));
    assert.equal(emulator?.cacheHit, "none");
    assert.equal(entries.size, 0);
    assert.ok(requests.some((line) => /POST .*(caches|CreateCacheEntry)$/.test(line)));
  });
}

const untrusted = [
  { name: "a run that is not trusted", run: { trusted: false }, env: {} },
  { name: "the cache switched off", run: {}, env: {}, cache: false },
  { name: "a pull request", run: {}, env: { GITHUB_EVENT_NAME: "pull_request" } },
  { name: "GitHub's mode read", run: {}, env: { ACTIONS_CACHE_MODE: "read" } },
];

for (const { name, run, env, cache = true } of untrusted) {
  test(`not saved: ${name}`, async () => {
    Object.assign(process.env, env);
    await obtainEmulators({ ...request({ ...inputs, cache }), ...run });
    assert.equal(entries.size, 0);
    assert.ok(requests.every((line) => line.startsWith("GET ")));
  });
}

for (const env of [
  { GITHUB_EVENT_NAME: "pull_request_target" },
  { GITHUB_EVENT_NAME: "issue_comment" },
  { ACTIONS_CACHE_MODE: "none" },
  { ACTIONS_CACHE_MODE: "write-only" },
]) {
  test(`neither restored nor asked: ${Object.entries(env).join()}`, async () => {
    await obtainEmulators(request(inputs));
    assert.equal(entries.size, 1);
    newRunner();
    Object.assign(process.env, env);
    requests.length = 0;
    const [emulator] = await obtainEmulators({ ...request(inputs), trusted: false });
    assert.equal(emulator?.cacheHit, "none");
    assert.deepEqual(requests, []);
  });
}

const poisons = [
  {
    name: "a file elsewhere",
    make: (home: string, victim: string) => {
      writeFileSync(join(home, "qemu"), real.bytes);
      writeFileSync(victim, "poisoned");
      poison(home, "qemu", victim);
      execFileSync("rm", [victim]);
    },
  },
  {
    name: "a file elsewhere by ..",
    make: (home: string, victim: string) => {
      mkdirSync(join(home, "a"));
      writeFileSync(join(home, "x"), "poisoned");
      poison(home, "--transform", `s,^x$,../../../${victim.split("/").slice(-2).join("/")},`, "x");
    },
  },
  {
    name: "a link",
    make: (home: string) => {
      symlinkSync(real.path, join(home, "qemu"));
      poison(home, "qemu");
    },
  },
  {
    name: "another file",
    make: (home: string) => {
      writeFileSync(join(home, "qemu"), Buffer.concat([real.bytes, Buffer.from("x")]));
      poison(home, "qemu");
    },
  },
  {
    name: "a setuid file",
    make: (home: string) => {
      writeFileSync(join(home, "qemu"), real.bytes);
      execFileSync("chmod", ["4755", join(home, "qemu")]);
      poison(home, "qemu");
    },
  },
];

for (const { name, make } of poisons) {
  test(`poisoned entry: ${name}: nothing is written elsewhere, the origin is used`, async () => {
    await obtainEmulators({ ...request(inputs) });
    const victim = join(fresh(), "victim");
    make(fresh(), victim);
    newRunner();
    const wanted = request(inputs);
    const [emulator] = await obtainEmulators(wanted);
    assert.ok(requests.some((line) => line.startsWith("GET /entry/")));
    assert.equal(emulator?.sha256, real.sha256);
    if (name !== "a setuid file") assert.equal(emulator?.cacheHit, "none");
    assert.ok(!existsSync(victim));
    assert.deepEqual(readdirSync(dirname(victim)), []);
  });
}

test("another key answered, or an entry that is no archive: a miss", async () => {
  await obtainEmulators(request(inputs));
  const [key = ""] = entries.keys();
  service.answered = () => `${key.slice(0, -64)}${"0".repeat(64)}`;
  newRunner();
  assert.equal((await obtainEmulators(request(inputs)))[0]?.cacheHit, "none");
  service.answered = (kept) => kept;
  entries.set(key, Buffer.from("garbage"));
  newRunner();
  assert.equal((await obtainEmulators(request(inputs)))[0]?.cacheHit, "none");
});

test("a service that is down costs a bounded time and is a miss", async () => {
  service.spoils = (_, response) => {
    response.writeHead(503).end();
    return true;
  };
  const start = performance.now();
  const [emulator] = await obtainEmulators({ ...request(inputs), trusted: false });
  assert.equal(emulator?.cacheHit, "none");
  assert.ok(performance.now() - start < 20_000);
  assert.ok(requests.length > 0);
});
