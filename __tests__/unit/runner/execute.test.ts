/** Programs that are run by themselves, and what is told of those that do not end well. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { execute } from "../../../src/runner/execute.ts";

const PATH = { PATH: process.env.PATH };

test("a program that hears no SIGTERM is over when its time is", async () => {
  const deaf = 'trap "" TERM; echo up; while :; do sleep 0.1; done';
  const ended = await execute("sh", PATH, ["-c", deaf], { limitMs: 300 });
  assert.deepEqual(ended, { stdout: "up\n", stderr: "", failed: "SIGKILL" });
});

test("what ends by itself tells why it failed", async () => {
  const input = "text";
  assert.deepEqual(await execute("cat", PATH, [], { input }), {
    stdout: input,
    stderr: "",
    failed: undefined,
  });
  assert.equal((await execute("sh", PATH, ["-c", "exit 3"])).failed, "3");
  assert.equal((await execute("/no/such/program", PATH)).failed, "ENOENT");
});
