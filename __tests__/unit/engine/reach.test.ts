/** Who listens at a node's address. */

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Listener, listenerAt } from "../../../src/engine/buildx/reach.ts";

/** What is seen of a server that sends `greeting`, or nothing, to whoever connects. */
async function seen(t: TestContext, greeting: string | undefined): Promise<Listener | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "reach-"));
  const path = join(folder, "node.sock");
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    if (greeting !== undefined) socket.write(Buffer.from(greeting, "latin1"));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  t.after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  return await listenerAt(`unix://${path}`);
}

const rows: readonly {
  readonly name: string;
  readonly greeting?: string;
  readonly expected: Listener;
}[] = [
  { name: "a frame of HTTP/2", greeting: "\0\0\x06\x04\0\0\0\0\0", expected: "buildkit" },
  {
    name: "an answer in HTTP",
    greeting: "HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\n\r\n",
    expected: "http",
  },
  { name: "nothing, as of a server that waits for TLS", expected: "silent" },
];
for (const { name, greeting, expected } of rows) {
  test(`sees ${name}`, async (t) => assert.equal(await seen(t, greeting), expected));
}

test("tells the system's error where nothing listens", async () => {
  const listener = await listenerAt("tcp://127.0.0.1:1");
  assert.match(JSON.stringify(listener), /ECONNREFUSED/);
  assert.match(JSON.stringify(await listenerAt("unix:///nowhere.sock")), /ENOENT/);
});

test("leaves other addresses to buildx", async () => {
  assert.equal(await listenerAt("ssh://far"), undefined);
  assert.equal(await listenerAt("far"), undefined);
});
