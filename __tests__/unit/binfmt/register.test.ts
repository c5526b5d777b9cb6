/** What register sends to an engine, and what it refuses before it sends anything. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmod, chown, writeFile } from "node:fs/promises";
import type { IncomingMessage, RequestListener } from "node:http";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { register } from "../../../src/binfmt/register.ts";
import { registerHere } from "../../../src/binfmt/register-here.ts";
import { beginRegistrar } from "../../../src/binfmt/registrar.ts";
import type { ContainerWay } from "../../../src/binfmt/way.ts";
import type { EmulatorFile } from "../../../src/emulator/cpu/derived.ts";
import { connectEngine } from "../../../src/engine/connection/connection.ts";
import { Failure } from "../../../src/failure.ts";
import type { Job } from "../../../src/job/job.ts";
import { openLedger } from "../../../src/job/ledger.ts";
import { type Architecture, architectures } from "../../../src/platform/architecture.ts";
import { fakeEngine } from "../engine/fake-engine.ts";

const containerWay = (rights: "least" | "privileged"): ContainerWay => {
  return { kind: "container", rights, most: "privileged", elsewhere: false };
};
const ID = "anyarch-test-00000000";
const host = { os: "linux", architecture: "amd64" };
const row = (target: string): Architecture => {
  const found = architectures.find((one) => one.target === target);
  assert.ok(found);
  return found;
};

interface Seen {
  readonly calls: string[];
  /** What each container that runs is to print, and its exit code. */
  readonly runs: { readonly prints: string; readonly exitCode: number }[];
  /** Bytes of the tar, and whether it came to its end. */
  sent: number;
  whole: boolean;
  /** What the containers read. */
  orders: string;
}

/** An engine that makes containers and takes files, and a job on it. */
async function ground(t: TestContext): Promise<{ job: Job; seen: Seen }> {
  const seen: Seen = { calls: [], runs: [], sent: 0, whole: false, orders: "" };
  const answer: RequestListener = (request, response) => {
    const path = request.url?.replace(/^\/v[\d.]+/, "").replace(/\?.*/, "") ?? "";
    seen.calls.push(`${request.method} ${path}`);
    if (path.endsWith("/archive")) {
      void taken(request, seen).then(() => response.writeHead(200).end());
    } else if (path.endsWith("/wait")) {
      response.end(JSON.stringify({ StatusCode: seen.runs.shift()?.exitCode ?? 1 }));
    } else response.writeHead(path.endsWith("/create") ? 201 : 204).end('{"Id":"c0ffee"}');
  };
  const fake = await fakeEngine(answer, "1.51", (_, socket) => {
    const prints = frame(seen.runs[0]?.prints);
    socket.on("data", (data) => {
      seen.orders += data;
      if (seen.orders.endsWith("\n.\n")) socket.end(prints);
    });
  });
  const engine = await connectEngine(fake.env);
  t.after(async () => {
    engine.close();
    await fake.close();
  });
  const ledger = openLedger({ jobId: ID, temp: fake.folder, keep: false }, () => undefined);
  const { signal } = new AbortController();
  const job = { id: ID, temp: fake.folder, engine, signal, trusted: false, ledger, pending: [] };
  return { job, seen };
}

/** Standard output as the engine sends it: a head of 8 bytes, then the text. */
function frame(text = ""): Buffer {
  const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

async function taken(request: IncomingMessage, seen: Seen): Promise<void> {
  try {
    for await (const chunk of request) seen.sent += chunk.length;
    seen.whole = request.complete;
  } catch {
    seen.whole = false;
  }
}

/** Emulators of `size` bytes; the hash of the last is another file's where `changed`. */
async function emulators(
  folder: string,
  targets: readonly string[],
  changed: boolean,
): Promise<readonly EmulatorFile[]> {
  return await Promise.all(
    targets.map(async (target, at) => {
      const path = join(folder, `qemu-${target}`);
      const data = Buffer.alloc(2_000_000, target);
      await writeFile(path, data);
      const other = changed && at === targets.length - 1;
      const sha256 = createHash("sha256")
        .update(other ? "another" : data)
        .digest("hex");
      return { architecture: row(target), path, sha256 };
    }),
  );
}

test("a file that changed after it was verified ends the upload, and nothing is registered", async (t) => {
  const { job: near, seen } = await ground(t);
  // What the node may have itself is not sent at all.
  const job = { ...near, engine: { ...near.engine, endpoint: "tcp://far.example:2375" } };
  const files = await emulators(job.temp, ["aarch64", "arm", "s390x"], true);
  const request = {
    emulators: files,
    host,
    way: containerWay("least"),
    setuid: false,
    waiting: beginRegistrar(job, "least"),
    onMount: () => undefined,
  };
  await assert.rejects(
    register(job, request),
    (error) =>
      error instanceof Failure &&
      error.parts.what === "The emulator for s390x changed after it was verified" &&
      error.parts.anchor === "emulator-hash",
  );
  assert.equal(seen.whole, false);
  assert.equal(seen.orders, "");
  assert.equal(seen.calls.at(-1), "DELETE /containers/c0ffee");
});

for (const { name, mode, exitCode, sent } of [
  { name: "has them itself", mode: 0o755, exitCode: 0, sent: false },
  { name: "has not the same files there", mode: 0o755, exitCode: 5, sent: true },
  { name: "may not read them", mode: 0o700, exitCode: 0, sent: true },
]) {
  test(`emulators of a node that ${name} are ${sent ? "sent" : "not sent"}`, async (t) => {
    const { job, seen } = await ground(t);
    await chmod(job.temp, 0o755);
    const files = await emulators(job.temp, ["aarch64", "arm"], false);
    for (const { path } of files) {
      await chmod(path, mode);
      if (process.getuid?.() === 0) await chown(path, 65534, 65534);
    }
    const registered = ["aarch64", "arm"].map((target) => `@ registered ${ID}-${target}\n`);
    const all = { prints: `@ boot b\n${registered.join("")}`, exitCode: 0 };
    if (exitCode !== 0) seen.runs.push({ prints: "@ boot b\n", exitCode });
    seen.runs.push(all);
    const way = containerWay("least");
    const request = {
      emulators: files,
      host,
      way,
      setuid: false,
      waiting: beginRegistrar(job, "least"),
      onMount: () => undefined,
    };
    const { handlers } = await register(job, request);
    assert.equal(seen.runs.length, 0);
    assert.equal(seen.sent > 4_000_000, sent, `${seen.sent} bytes`);
    const lines = handlers.map(({ line }) => line).join("\n");
    if (sent) assert.match(lines, /:\/anyarch\/emulators\/aarch64:PF$/m);
    else assert.ok(lines.includes(`:/host${files[0]?.path}:PF`), lines);
  });
}

for (const target of ["x86_64", "i386"]) {
  test(`${target} on amd64 is refused before the engine is asked for anything`, async (t) => {
    const { job, seen } = await ground(t);
    const files = await emulators(job.temp, ["aarch64", target], false);
    const waiting = Promise.reject(new Error("nothing waits"));
    waiting.catch(() => undefined);
    const common = { emulators: files, host, setuid: false, onMount: () => undefined };
    const refused = (error: unknown): boolean =>
      error instanceof Failure && error.parts.seen === `${target} on linux/amd64`;
    for (const rights of ["least", "privileged"] as const) {
      const request = { ...common, waiting, way: containerWay(rights) };
      await assert.rejects(register(job, request), refused);
    }
    await assert.rejects(registerHere(job, { ...common, elsewhere: false }), refused);
    assert.deepEqual(seen.calls, []);
  });
}
