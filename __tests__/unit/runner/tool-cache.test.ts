import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { it } from "node:test";
import { keepTool, toolPath } from "../../../src/runner/tool-cache.ts";

it("a tool is kept whole, and what killed jobs left beside it goes", async () => {
  const root = await mkdtemp(join(tmpdir(), "tools-"));
  const tool = { name: "qemu", version: "1.0.0", arch: "x64", file: "qemu-arm" };
  const folder = dirname(toolPath(root, tool));
  await mkdir(folder, { recursive: true });
  const written = { "qemu-arm.killed": 2, "qemu-arm.writing": 0.1, "qemu-aarch64.other": 2 };
  for (const [name, hours] of Object.entries(written)) {
    await writeFile(join(folder, name), "half");
    const then = Date.now() / 1000 - hours * 3600;
    await utimes(join(folder, name), then, then);
  }
  await writeFile(join(root, "source"), "whole");
  const path = await keepTool(root, tool, join(root, "source"));
  assert.equal(await readFile(path, "utf8"), "whole");
  const left = (await readdir(folder)).sort();
  assert.deepEqual(left, ["qemu-aarch64.other", "qemu-arm", "qemu-arm.writing"]);
  await rm(root, { recursive: true });
});
