/** `npm run faults` starts where nothing is set up yet, and its lists are whole. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../../../scripts/check/check.ts";
import { LISTS } from "../../../scripts/faults/lists.ts";

test("a list that does not exist is refused with the names of all, before any engine runs", () => {
  const given = Object.entries(process.env).filter(([name]) => !name.startsWith("ANYARCH_"));
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "scripts/faults.ts", "none"],
    { cwd: ROOT, env: Object.fromEntries(given), encoding: "utf8" },
  );
  assert.equal(status, 2, stderr);
  assert.match(stderr, /^error: the lists are "texts of failed builds", /);
});

test("every file of the lists is there", () => {
  const missing = LISTS.flatMap(({ files }) => files).filter(
    (file) => !existsSync(join(ROOT, "__tests__", file)),
  );
  assert.deepEqual(missing, []);
});
