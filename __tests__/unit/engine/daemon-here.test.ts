/** Whether the engine is a process of this very machine and user namespace. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isDaemonHere, listeningAt } from "../../../src/engine/connection/daemon-here.ts";
import { factsFrom } from "../../../src/engine/node.ts";
import { fakeEngine } from "./fake-engine.ts";

/** Lines of /proc/net/unix: connections are listed by the path too. */
const TABLE = `Num       RefCount Protocol Flags    Type St Inode Path
0000000018850f21: 00000003 00000000 00000000 0001 03 3357466 /run/docker.sock
0000000033e7c152: 00000002 00000000 00010000 0001 01  293719 /run/docker.sock
0000000081534ea8: 00000002 00000000 00010000 0001 01 2937217 /run/docker.sock.ttrpc
00000000ea8f219d: 00000002 00000000 00010000 0001 01 2937224 /var/run/other engine.sock
0000000078caf14a: 00000002 00000000 00010000 0001 01 2937223
`;
const cases = [
  { path: "/run/docker.sock", expected: "socket:[293719]" },
  { path: "/run/other engine.sock", expected: "socket:[2937224]" },
  { path: "/run/docker", expected: undefined },
  { path: "", expected: undefined },
];
for (const { path, expected } of cases) {
  test(`who listens at "${path}"`, () => assert.equal(listeningAt(path, TABLE), expected));
}

test("an engine that listens here and is no dockerd is not one, whatever it says", async () => {
  const info = { OSType: "linux", Architecture: "x86_64", KernelVersion: "6", ID: "x" };
  const facts = factsFrom({ Version: "28" }, { ...info, DockerRootDir: "/var/lib/docker" });
  const engine = await fakeEngine((_, response) => response.end());
  try {
    for (const endpoint of [engine.env.DOCKER_HOST ?? "", "tcp://127.0.0.1:1", "unix:///gone"]) {
      assert.equal(await isDaemonHere(endpoint, facts, "root"), false);
    }
  } finally {
    await engine.close();
  }
});
