/** Ending programs and what they started. */

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { endChildren } from "../../../src/runner/children.ts";

/** A shell that starts another program, bears `marker` in its command line, and prints both ids. */
async function started(
  script: string,
  marker: string,
): Promise<{ shell: ChildProcess; inner: number }> {
  const shell = spawn("sh", ["-c", script, marker]);
  const inner = await new Promise<number>((resolve) => {
    shell.stdout.once("data", (data) => resolve(Number(String(data))));
  });
  return { shell, inner };
}

/** Whether a process runs; one that has ended and waits for its parent does not. */
async function runs(pid: number | undefined): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat !== "" && !/\) Z /.test(stat);
}

const marker = `anyarch-children-${process.pid}`;
const rows = [
  { name: "that ends at SIGTERM", script: "sleep 54321 & echo $!; wait", least: 0, most: 1_000 },
  {
    name: "that ignores SIGTERM, with its child",
    script: "trap '' TERM; sleep 54321 & echo $!; while :; do wait; done",
    least: 300,
    most: 2_000,
  },
];

for (const { name, script, least, most } of rows) {
  test(`ends a program ${name}, and no other`, async (t) => {
    const other = await started("sleep 54321 & echo $!; wait", "another");
    t.after(() => {
      process.kill(other.inner, "SIGKILL");
      other.shell.kill("SIGKILL");
    });
    const { shell, inner } = await started(script, marker);
    const gone = new Promise((resolve) => shell.once("exit", resolve));
    const start = performance.now();
    assert.equal(await endChildren(300, marker), 2);
    await gone;
    const took = performance.now() - start;
    assert.ok(took >= least && took < most, `${took} ms`);
    for (let i = 0; i < 50 && (await runs(inner)); i += 1)
      await new Promise((r) => setTimeout(r, 20));
    assert.deepEqual([await runs(shell.pid), await runs(inner)], [false, false]);
    assert.deepEqual([await runs(other.shell.pid), await runs(other.inner)], [true, true]);
  });
}

test("nothing to end is no error", async () => {
  assert.equal(await endChildren(1_000, `${marker}-nobody`), 0);
});
