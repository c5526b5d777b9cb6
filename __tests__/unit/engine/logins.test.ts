/** Connections through the docker command: few log in at once, and one that died is replaced. */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { connectEngine } from "../../../src/engine/connection/connection.ts";
import { needsContext } from "../../../src/engine/connection/context.ts";

/** Answers every request; notes its process id, and how many were logging in when it began. */
const DOCKER = `#!/bin/sh
touch "$NOTES/in/$$"; ls "$NOTES/in" | wc -l >>"$NOTES/at-once"; echo $$ >>"$NOTES/pids"
sleep "$(cat "$NOTES/seconds")"
rm "$NOTES/in/$$"
while read -r line; do
  [ "$line" = "$(printf '\\r')" ] || continue
  printf 'HTTP/1.1 200 OK\\r\\nApi-Version: 1.47\\r\\nContent-Length: 2\\r\\n\\r\\n{}'
done
`;

async function fakeDocker(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "logins-"));
  t.after(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, "in"));
  await writeFile(join(folder, "docker"), DOCKER, { mode: 0o755 });
  const loginTakes = async (seconds: number): Promise<void> =>
    await writeFile(join(folder, "seconds"), String(seconds));
  await loginTakes(0.1);
  const PATH = [folder, process.env.PATH].join(delimiter);
  const noted = async (name: string): Promise<number[]> =>
    (await readFile(join(folder, name), "utf8")).trim().split("\n").map(Number);
  const env = { ...process.env, PATH, NOTES: folder, DOCKER_HOST: "ssh://far" };
  const engine = await connectEngine(env);
  t.after(() => engine.close());
  return { engine, noted, loginTakes };
}

test("of 20 requests at once all are answered, though only 6 log in at the same time", async (t) => {
  const { engine, noted } = await fakeDocker(t);
  const ask = (): Promise<{ readonly status: number }> => engine.request("GET", "/info");
  const replies = await Promise.all(Array.from({ length: 20 }, ask));
  assert.ok(replies.every(({ status }) => status === 200));
  const most = Math.max(...(await noted("at-once")));
  assert.ok(most > 1 && most <= 6, `${most} at once`);
});

test("closing ends those that log in, and starts none of those that wait", async (t) => {
  const { engine, noted, loginTakes } = await fakeDocker(t);
  // Longer than any busy machine needs to start six shells.
  await loginTakes(2.5);
  const asked = Array.from({ length: 20 }, () => engine.request("GET", "/info").catch(() => "cut"));
  for (let tries = 0; tries < 200 && (await noted("pids")).length < 6; tries += 1) await sleep(10);
  engine.close();
  await sleep(300);
  const pids = await noted("pids");
  assert.ok(pids.length <= 7, `${pids.length} were started`);
  for (const pid of pids) assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
  assert.equal(asked.length, 20);
});

test("a connection whose program was ended while it was idle is made anew", async (t) => {
  const { engine, noted } = await fakeDocker(t);
  const [pid = 0] = await noted("pids");
  process.kill(pid, "SIGKILL");
  assert.equal((await engine.request("GET", "/info")).status, 200);
  assert.equal((await noted("pids")).length, 2);
});

const tls = { DOCKER_HOST: "tcp://far:2376", DOCKER_TLS_VERIFY: "1" };
const rows = [
  { name: "tcp with TLS", env: tls, expected: true },
  { name: "tcp without TLS", env: { ...tls, DOCKER_TLS_VERIFY: "" }, expected: false },
  { name: "a socket", env: { ...tls, DOCKER_HOST: "unix:///x.sock" }, expected: false },
  {
    name: "a context, which has its certificates",
    env: { DOCKER_CONTEXT: "far" },
    expected: false,
  },
];
for (const { name, env, expected } of rows) {
  test(`a builder on ${name} ${expected ? "needs" : "needs no"} context of its own`, () => {
    assert.equal(needsContext(env), expected);
  });
}
