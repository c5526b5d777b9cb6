import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { heal, ownFolder } from "../../../scripts/test/heal.ts";
import { jobIdAt } from "../../../src/job/job-id.ts";
import { whereabouts } from "../../../src/runner/marks.ts";

describe("what a test run left that was killed", () => {
  let root = "";
  let misc = "";

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "test-heal-"));
    misc = join(root, "misc");
    await mkdir(misc);
  });
  afterEach(async () => await rm(root, { recursive: true }));

  /** A runner's temporary folder in `level`, and a handler of a run that had it; its name. */
  async function handlerOf(level: string): Promise<string> {
    const temp = join(level, "anyarch-runner-x", "temp");
    await mkdir(temp, { recursive: true });
    const random = "0".repeat(8);
    const name = `${jobIdAt(Date.now(), { ...(await whereabouts(temp)), random })}-aarch64`;
    await writeFile(join(misc, name), "enabled");
    return name;
  }

  it("goes, with its handlers; nothing of a living run or of others does", async () => {
    const living = await ownFolder(root);
    const kept = await handlerOf(living);
    const killed = join(root, "anyarch-level-killed");
    const handler = await handlerOf(killed);
    const { pid } = spawnSync("true");
    await writeFile(join(killed, "owner"), `${pid} 1`);
    await writeFile(join(misc, "qemu-aarch64"), "enabled");

    assert.deepEqual(await heal(root, misc), [handler, killed]);
    assert.equal(await readFile(join(misc, handler), "utf8"), "-1");
    for (const name of [kept, "qemu-aarch64"]) {
      assert.equal(await readFile(join(misc, name), "utf8"), "enabled");
    }
    assert.deepEqual((await readdir(root)).sort(), [living.slice(root.length + 1), "misc"].sort());
    assert.deepEqual(await heal(root, misc), []);
  });
});
