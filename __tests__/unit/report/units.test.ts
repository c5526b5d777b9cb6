import assert from "node:assert/strict";
import { test } from "node:test";
import { exitCodeText } from "../../../src/exit-code.ts";
import { countText, durationText, sizeText } from "../../../src/report/units.ts";

test("durations", async (t) => {
  const table: [number, string][] = [
    [0, "< 1 ms"],
    [0.4, "< 1 ms"],
    [0.5, "1 ms"],
    [12, "12 ms"],
    [999.4, "999 ms"],
    [999.5, "1.0 s"],
    [1234, "1.2 s"],
    [59_949, "59.9 s"],
    [59_950, "1 min 0 s"],
    [125_000, "2 min 5 s"],
    [3_599_499, "59 min 59 s"],
    [3_599_500, "1 h 0 min"],
    [3_720_000, "1 h 2 min"],
    [7_199_999, "2 h 0 min"],
  ];
  for (const [ms, expected] of table) {
    await t.test(`${ms} -> ${expected}`, () => assert.equal(durationText(ms), expected));
  }
});

test("sizes", async (t) => {
  const table: [number, string][] = [
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [999_949, "999.9 kB"],
    [999_950, "1.0 MB"],
    [13_400_000, "13.4 MB"],
    [1_200_000_000, "1.2 GB"],
    [5_000_000_000_000_000, "5000.0 TB"],
  ];
  for (const [bytes, expected] of table) {
    await t.test(`${bytes} -> ${expected}`, () => assert.equal(sizeText(bytes), expected));
  }
});

test("counts", () => {
  assert.deepEqual(
    [0, 1, 2].map((count) => countText(count, "program")),
    ["0 programs", "1 program", "2 programs"],
  );
});

test("exit codes", async (t) => {
  const table: [number, string][] = [
    [1, "1"],
    [3, "3"],
    [125, "125 (the engine refused: the container was not created or not started)"],
    [126, "126 (the program was found and could not be executed)"],
    [127, "127 (the program, or its interpreter, was not found)"],
    [128, "128"],
    [130, "130 (interrupted: signal 2, SIGINT)"],
    [132, "132 (signal 4: illegal instruction)"],
    [134, "134 (signal 6: aborted)"],
    [135, "135 (signal 7: bus error)"],
    [137, "137 (signal 9: killed, often for want of memory)"],
    [139, "139 (signal 11: segmentation fault)"],
    [143, "143 (signal 15: told to stop)"],
    [192, "192 (signal 64)"],
    [193, "193"],
    [255, "255"],
  ];
  for (const [code, expected] of table) {
    await t.test(String(code), () => assert.equal(exitCodeText(code), expected));
  }
});
