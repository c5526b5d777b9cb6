/** Emulators through the Actions cache: a loopback service that keeps, forges, stalls and poisons. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { dirname, join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { obtainEmulators } from "../../src/emulator/obtain.ts";
import { fresh, freshToolCache, realEmulator, request } from "./emulator-bench.ts";

const real = await realEmulator();

/** The service's own state: entries by key, and how it behaves. */
let entries: Map<string, Buffer>;
let answered: (key: string) => string;
let stall: boolean;
let requests: string[];
let uploading: { key: string; chunks: Buffer[] };

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const server = createServer(async (incoming, response) => {
  const url = new URL(incoming.url ?? "", "http://127.0.0.1");
  const body = await bodyOf(incoming);
  requests.push(`${incoming.method} ${url.pathname}`);
  if (stall) return void response.writeHead(503).end();
  if (url.pathname.startsWith("/entry/")) {
    return void response.end(entries.get(decodeURIComponent(url.pathname.slice(7))));
  }
  if (incoming.method === "GET") {
    const wanted = (url.searchParams.get("keys") ?? "").split(",");
    const key = [...entries.keys()].find((kept) => wanted.some((start) => kept.startsWith(start)));
    if (key === undefined) return void response.writeHead(204).end();
    const archiveLocation = `${base()}entry/${encodeURIComponent(key)}`;
    return void response.end(JSON.stringify({ archiveLocation, cacheKey: answered(key) }));
  }
  if (url.pathname.endsWith("/caches")) {
    const { key }: { key: string } = JSON.parse(body.toString());
    uploading = { key, chunks: [] };
    return void response.writeHead(201).end(JSON.stringify({ cacheId: 7 }));
  }
  if (incoming.method === "PATCH") uploading.chunks.push(body);
  else entries.set(uploading.key, Buffer.concat(uploading.chunks));
  response.writeHead(204).end();
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
server.unref();
after(() => server.closeAllConnections());

function base(): string {
  const bound = server.address();
  return `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}/`;
}

/** A runner whose tool cache is empty, as a hosted one's is. */
function newRunner(): void {
  freshToolCache();
  process.env.ACTIONS_CACHE_URL = base();
  process.env.ACTIONS_RUNTIME_TOKEN = "test";
}

beforeEach(() => {
  entries = new Map();
  answered = (key) => key;
  stall = false;
  requests = [];
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

test("saved by one run, restored by the next runner, without its origin", async () => {
  await obtainEmulators(request(inputs));
  assert.equal(entries.size, 1);
  assert.ok([...entries.keys()][0]?.endsWith(`-sha256-${real.sha256}`));
  newRunner();
  const wanted = request(inputs);
  const [emulator] = await obtainEmulators(wanted);
  assert.equal(emulator?.cacheHit, "actions cache");
  assert.equal(emulator?.sha256, real.sha256);
  const [again] = await obtainEmulators(request(inputs));
  assert.equal(again?.cacheHit, "tool cache");
});

test("not saved by an untrusted run, nor where the cache is switched off", async () => {
  await obtainEmulators({ ...request(inputs), trusted: false });
  newRunner();
  await obtainEmulators(request({ ...inputs, cache: false }));
  assert.equal(entries.size, 0);
});

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
  answered = () => `${key.slice(0, -64)}${"0".repeat(64)}`;
  newRunner();
  assert.equal((await obtainEmulators(request(inputs)))[0]?.cacheHit, "none");
  answered = (kept) => kept;
  entries.set(key, Buffer.from("garbage"));
  newRunner();
  assert.equal((await obtainEmulators(request(inputs)))[0]?.cacheHit, "none");
});

test("a service that is down costs a bounded time and is a miss", async () => {
  stall = true;
  const start = performance.now();
  const [emulator] = await obtainEmulators({ ...request(inputs), trusted: false });
  assert.equal(emulator?.cacheHit, "none");
  assert.ok(performance.now() - start < 20_000);
  assert.ok(requests.length > 0);
});
