/** Known errors: every row by its real text and against a twin; harmless texts raise none. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { crashIn, expectsCrash } from "../../../src/image/build/crash.ts";
import rows from "../../../src/image/build/known-errors.json" with { type: "json" };
import { explained, type FailureFacts } from "../../../src/image/build/known-errors.ts";
import { harmless, harmlessCodes, knownTexts } from "../../faults/known-errors.ts";

/** Whether the row is what stands first, or among the others. */
function told(id: string, facts: FailureFacts): boolean {
  const row = rows.find((one) => one.id === id);
  const pattern = (row?.cause ?? "")
    .split(/\{\w+\}/)
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const { cause = "", also = [] } = explained(facts);
  return [cause, ...also.map((one) => one.cause)].some((text) =>
    new RegExp(`^${pattern.join(".*")}$`).test(text),
  );
}

test("every row has a real text and a twin, and no row is there twice", () => {
  assert.deepEqual(
    knownTexts.map(({ id }) => id),
    rows.map(({ id }) => id),
  );
  assert.ok(harmless.length >= 30);
});

for (const { id, real, twin } of knownTexts) {
  test(`known error ${id}: its text, and not its twin`, () => {
    assert.ok(told(id, real), JSON.stringify(explained(real)));
    assert.ok(!told(id, twin), JSON.stringify(explained(twin)));
    const { cause = "", fix = "", also = [] } = explained(real);
    for (const text of [cause, fix]) assert.doesNotMatch(text, /\{\w*\}(?<!\$\{\w+\})/);
    assert.ok(also.length <= 2);
  });
}

for (const facts of harmless) {
  test(`harmless: ${facts.output.slice(0, 70)}`, () => {
    assert.deepEqual(explained(facts), { anchor: "build-failed" });
    for (const line of facts.output.split("\n")) assert.equal(crashIn(line), undefined);
  });
}

test("ordinary exit codes are no crash, the four of crashes are, and only under emulation", () => {
  const facts = { said: "program", output: "", platform: "linux/arm64" } as const;
  const anchors = (codes: readonly number[], emulator?: string) => [
    ...new Set(codes.map((code) => explained({ ...facts, code, emulator }).anchor)),
  ];
  assert.deepEqual(anchors(harmlessCodes, "QEMU 10.0.2"), ["build-failed"]);
  assert.deepEqual(anchors([132, 134, 139], "QEMU 10.0.2"), ["emulator-crash"]);
  assert.deepEqual(anchors([132, 134, 139]), ["build-failed"]);
  assert.deepEqual(anchors([137]), ["killed"]);
});

test("of several causes the most likely stands first, three at most, and each anchor once", () => {
  const output = [
    "/dev/.buildkit_qemu_emulator: x",
    "exec /bin/sh: exec format error",
    "qemu: uncaught target signal 11 (Segmentation fault) - core dumped",
    "cp: No space left on device",
    "Unable to reserve 0x10 bytes of virtual address space",
  ].join("\n");
  const causes = explained({ said: "program", output, platform: "linux/arm64", crash: 11 });
  assert.deepEqual(
    [causes.anchor, ...(causes.also ?? []).map(({ anchor }) => anchor)],
    ["emulator-crash", "exec-format-error", "reserve-memory"],
  );
});

test("no processor model is told as a cure of a crash, and there are three ways out", () => {
  for (const command of ["npm ci", "make", "dotnet build"]) {
    const facts = { said: "program", output: "", platform: "linux/arm64", crash: 4 } as const;
    const { fix = "" } = explained({ ...facts, command });
    assert.doesNotMatch(fix, /emulator-cpu|QEMU_CPU/);
    assert.match(fix, /BUILDPLATFORM[\s\S]*runs-on[\s\S]*emulator-version/);
  }
});

const lines: { line: string; signal: number | undefined }[] = [
  { line: "qemu: uncaught target signal 4 (Illegal instruction) - core dumped", signal: 4 },
  { line: "qemu: uncaught target signal 11 (Segmentation fault) - core dumped  ", signal: 11 },
  { line: "\u001b[31mqemu: uncaught target signal 6 (Aborted) - core dumped\u001b[0m", signal: 6 },
  { line: "[3/9] Fetching…qemu: uncaught target signal 7 (Bus error) - core dumped", signal: 7 },
  { line: "web build: qemu: uncaught target signal 5 (Trace/breakpoint trap)", signal: 5 },
  { line: "aarch64-binfmt-P: QEMU internal SIGSEGV {code=MAPERR, addr=0x20}", signal: 11 },
  { line: "QEMU internal SIGILL {code=ILLOPN, addr=0x7f2a}", signal: 4 },
  { line: "qemu: unhandled CPU exception 0x10004 - aborting", signal: 6 },
  {
    line: "qemu-arm-static: /build/qemu-DqynNa/qemu-2.8+dfsg/translate-all.c:175: tb_lock: Assertion `!have_tb_lock' failed.",
    signal: 6,
  },
  {
    line: "ERROR:../../accel/tcg/cpu-exec.c:1024:cpu_exec_setjmp: assertion failed: (cpu == current_cpu)",
    signal: 6,
  },
  { line: "ERROR:test-list.c:12:test_empty: assertion failed: (list == NULL)", signal: undefined },
  { line: "echo 'QEMU internal SIGSEGV {code=MAPERR, addr=0x20}'", signal: undefined },
  { line: "see qemu: unhandled CPU exception 0x10004 - aborting, in the log", signal: undefined },
  { line: "uncaught target signal", signal: undefined },
  {
    line: "'qemu: uncaught target signal 4 (Illegal instruction) - core dumped'",
    signal: undefined,
  },
];
for (const { line, signal } of lines) {
  test(`crash in ${JSON.stringify(line)}: ${signal}`, () => assert.equal(crashIn(line), signal));
}

const commands: { command: string; allowed?: string[]; expects: boolean }[] = [
  { command: "/bin/sh -c ./crash; test $? = 132", expects: true },
  { command: "./crash; [ $? -eq 132 ]", expects: true },
  { command: '/crash || test "$?" = 132', expects: true },
  { command: "/crash; code=$?; test $code = 132", expects: false },
  { command: "./crash; test $? = 139", expects: false },
  { command: "npm ci | tee log", expects: false },
  { command: "echo 'qemu: uncaught target signal 4 (Illegal instruction)'", expects: true },
  { command: "echo 'qemu: uncaught target signal 6 (Aborted)'; npm ci", expects: false },
  { command: "npm ci; grep 'uncaught target signal' log || true", expects: false },
  { command: "echo 132 $? ; npm ci", expects: false },
  { command: "echo $?; npm ci --port 132", expects: false },
  { command: "make check", allowed: ["make check"], expects: true },
  { command: "make all", allowed: ["make check"], expects: false },
];
for (const { command, allowed = [], expects } of commands) {
  test(`${command} ${expects ? "expects" : "does not expect"} signal 4`, () => {
    assert.equal(expectsCrash(command, 4, allowed), expects);
  });
}
