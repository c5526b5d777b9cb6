import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { best, emulationEnds, estimate, nodesBegin } from "../../../scripts/scale/model.ts";
import { withScale } from "../../../scripts/scale/tables.ts";

test("docs/scale.md says what its assumptions give (else: node --import tsx scripts/scale.ts)", async () => {
  const page = await readFile(new URL("../../../docs/scale.md", import.meta.url), "utf8");
  assert.equal(withScale(page), page);
});

test("each job is billed by whole minutes, and a matrix is four of them", () => {
  const load = { native: 0.2, work: "unpack", builds: 10 } as const;
  const native = estimate("native runners", load);
  assert.equal(native.billed, 4);
  assert.equal(native.month.toFixed(2), ((3 * 0.006 + 0.005) * 10 * 30).toFixed(2));
  assert.equal(estimate("own nodes", load).billed, 1);
});

test("each way stops being the best where the numbers say so", () => {
  const work = "compile";
  const ends = emulationEnds(work);
  assert.equal(best({ native: ends, work, builds: 1 }), "emulation");
  assert.equal(best({ native: ends + 1, work, builds: 1 }), "native runners");
  const from = nodesBegin({ native: 10, work }, "native runners") ?? 0;
  assert.equal(best({ native: 10, work, builds: from - 1 }), "native runners");
  assert.equal(best({ native: 10, work, builds: from }), "own nodes");
});
