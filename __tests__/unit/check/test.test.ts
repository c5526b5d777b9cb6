/** The parts of running a user's test that need no engine. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure } from "../../../src/failure.ts";
import { testFailure } from "../../../src/image/test/fault.ts";
import { OutputLines } from "../../../src/image/test/lines.ts";
import { lacksProgram, lacksShell, simpleWords } from "../../../src/image/test/no-shell.ts";
import { exitCodeOf, type TestReport } from "../../../src/image/test/report.ts";

const scripts = [
  { input: "/entry --version", expected: ["/entry", "--version"] },
  {
    input: "\n# why\n  /app 'a b' \"c d\" e\\ f g=1\n",
    expected: ["/app", "a b", "c d", "e f", "g=1"],
  },
  { input: "/app ''", expected: ["/app", ""] },
  { input: "/app a'b'\"c\"", expected: ["/app", "abc"] },
  { input: "/a\n/b", expected: undefined },
  { input: "A=1 /app", expected: undefined },
  { input: "/app $HOME", expected: undefined },
  { input: '/app "$HOME"', expected: undefined },
  { input: "/app && x", expected: undefined },
  { input: "/app; x", expected: undefined },
  { input: "/app > /x", expected: undefined },
  { input: "/app *", expected: undefined },
  { input: "/app 'open", expected: undefined },
  { input: " \n", expected: undefined },
];

for (const { input, expected } of scripts) {
  test(`words of ${JSON.stringify(input)}`, () => assert.deepEqual(simpleWords(input), expected));
}

test("lines are handed on whole, and the last 20 kept", () => {
  const seen: string[] = [];
  const lines = new OutputLines((line) => seen.push(line), "");
  const euro = Buffer.from("€");
  lines.push("stdout", Buffer.concat([Buffer.from("a"), euro.subarray(0, 1)]));
  lines.push("stderr", Buffer.from("err\r\n"));
  lines.push("stdout", Buffer.concat([euro.subarray(1), Buffer.from("b\nopen")]));
  assert.deepEqual(seen, ["err", "a€b"]);
  assert.deepEqual(lines.end(), ["err", "a€b", "open"]);
  for (let index = 0; index < 30; index += 1) lines.push("stdout", Buffer.from(`${index}\n`));
  assert.deepEqual([lines.end().length, lines.end().at(-1)], [20, "29"]);
});

test("a line without an end does not fill the memory", () => {
  const seen: number[] = [];
  const lines = new OutputLines((line) => seen.push(line.length), "");
  for (let index = 0; index < 100; index += 1) lines.push("stdout", Buffer.alloc(10_000, "x"));
  assert.equal(seen.length > 10, true);
});

const arm64 = { os: "linux", architecture: "arm64" };
const amd64 = { os: "linux", architecture: "amd64" };
const ran = (platform: typeof arm64, exitCode: number, lastLines: readonly string[] = []) =>
  ({
    ...({ kind: "ran", platform, exitCode, ms: 1, lastLines } as const),
    ...{ script: "/app", crash: undefined },
  }) as const;
const emulators = { "linux/arm64": "QEMU 10.0.2" };
const failureOf = (...reports: readonly TestReport[]) => testFailure(reports, emulators)?.parts;

test("G15 the failure names platform, exit code, last lines and what passed", () => {
  const parts = failureOf(ran(amd64, 0), ran(arm64, 3, ["a", "b"]));
  assert.equal(parts?.what, "The test of the image for linux/arm64 failed");
  assert.equal(parts?.seen, "linux/arm64: exit code 3; its last lines:\na\nb");
  assert.equal(parts?.expected, "exit code 0, as for linux/amd64");
});

const advised = [
  {
    name: "a wrong machine",
    input: ran(arm64, 1, ["exec /app: exec format error"]),
    expected: /another architecture/,
  },
  {
    name: "a crash",
    input: { ...ran(arm64, 1), crash: 4 },
    expected: /QEMU/,
  },
  { name: "a signal", input: ran(arm64, 139), expected: /QEMU/ },
];

for (const { name, input, expected } of advised) {
  test(`G02 the cause of ${name} is told`, () => {
    assert.match(failureOf(input)?.cause ?? "", expected);
  });
}

test("no failure where all passed", () => assert.equal(failureOf(ran(amd64, 0)), undefined));

test("G02 a crash in a test that ends with 0 fails it", () => {
  const parts = failureOf({ ...ran(arm64, 0, ["done"]), crash: 4 });
  assert.match(
    parts?.seen ?? "",
    /exit code 0 and a crash in it \(signal 4: illegal instruction\)/,
  );
  assert.match(parts?.cause ?? "", /QEMU 10\.0\.2/);
});

test("G02 a test that does not end of a crash is told so, and counts as dead of its signal", () => {
  const { exitCode: _, ...rest } = ran(arm64, 0);
  const report = { ...rest, kind: "crashed", crash: 11 } as const;
  const parts = failureOf(report);
  assert.match(parts?.seen ?? "", /died of signal 11.*, and the test still ran after 10 s, so/);
  assert.match(parts?.cause ?? "", /QEMU 10\.0\.2/);
  assert.equal(exitCodeOf(report), 139);
});

test("a test that was stopped for its silence is told so", () => {
  const { exitCode: _, ...rest } = ran(arm64, 0);
  const parts = failureOf({ ...rest, kind: "silent", minutes: 30 });
  assert.match(parts?.seen ?? "", /no output for 30 min/);
  assert.match(parts?.cause ?? "", /does not end/);
});

test("the engines' words for a missing shell are known", () => {
  const words = [
    'exec: "/bin/sh": stat /bin/sh: no such file or directory: unknown',
    "crun: executable file `/bin/sh` not found: No such file or directory",
  ];
  for (const seen of words) assert.equal(lacksShell(new Failure({ what: "x", seen })), true, seen);
  const other = 'exec: "/app": stat /app: no such file or directory';
  assert.equal(lacksShell(new Failure({ what: "x", seen: other })), false);
});

test("an image without a shell that has not the program either is known by the engine's words", () => {
  const words = [
    'unable to start container process: exec: "true": executable file not found in $PATH',
    'exec: "/app": stat /app: no such file or directory',
  ];
  for (const seen of words)
    assert.equal(lacksProgram(new Failure({ what: "x", seen })), true, seen);
  const other = 'exec: "/app": permission denied';
  assert.equal(lacksProgram(new Failure({ what: "x", seen: other })), false);
});
