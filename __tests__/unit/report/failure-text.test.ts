import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure, Failures } from "../../../src/failure.ts";
import { failureText } from "../../../src/report/failure-text.ts";

const thirty = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`).join("\n");

const table: { name: string; input: unknown; expected: string }[] = [
  {
    name: "only what",
    input: new Failure({ what: "the image was not pushed" }),
    expected: "the image was not pushed",
  },
  {
    name: "all seven parts in order",
    input: new Failure({
      what: "the image for linux/arm64 was not built",
      seen: "linux/arm64",
      expected: "a platform that can run",
      command: { line: "docker buildx build .", exitCode: 139, stderr: "one\ntwo\n" },
      cause: "the emulator is too old",
      fix: "with:\n  emulator: package",
      anchor: "emulator-crash",
    }),
    expected: `the image for linux/arm64 was not built
  got: "linux/arm64"
  expected: a platform that can run
  command: docker buildx build .
  exit code: 139 (signal 11: segmentation fault)
  it said:
    | one
    | two
  likely cause: the emulator is too old
  do this:
    with:
      emulator: package
  more: docs/troubleshooting.md#emulator-crash`,
  },
  {
    name: "a command that said nothing",
    input: new Failure({ what: "w", command: { line: "true", exitCode: 1, stderr: " \n" } }),
    expected: "w\n  command: true\n  exit code: 1\n  it said nothing",
  },
  {
    name: "the last 20 lines of stderr",
    input: new Failure({ what: "w", command: { line: "c", exitCode: 1, stderr: thirty } }),
    expected: [
      "w\n  command: c\n  exit code: 1\n  its last 20 lines:",
      ...Array.from({ length: 20 }, (_, index) => `    | line ${index + 11}`),
    ].join("\n"),
  },
  {
    name: "redrawn lines, colours and Windows line ends in stderr",
    input: new Failure({
      what: "w",
      command: {
        line: "c",
        exitCode: 1,
        stderr: "10%\r50%\r\nx\rdone\n\u001b[31mred\u001b[0m\tend\r\n",
      },
    }),
    expected: "w\n  command: c\n  exit code: 1\n  it said:\n    | 50%\n    | done\n    | red  end",
  },
  {
    name: "G08 invisible characters of a value are shown",
    input: new Failure({ what: "the tag is not valid", seen: "app:1\r\u200b\u202e" }),
    expected: 'the tag is not valid\n  got: "app:1\\r\\u{200b}\\u{202e}"',
  },
  {
    name: "a value in quotes is not quoted again",
    input: new Failure({ what: "w", seen: '"maybe"' }),
    expected: 'w\n  got: "maybe"',
  },
  {
    name: "several lines seen and expected",
    input: new Failure({ what: "w", seen: "/app: x86-64\n/lib: x86-64\n", expected: "a\nb" }),
    expected: "w\n  got:\n    /app: x86-64\n    /lib: x86-64\n  expected:\n    a\n    b",
  },
  {
    name: "the error below it",
    input: new Failure({ what: "no engine" }, { cause: new Error("connect ENOENT /x.sock") }),
    expected: "no engine\n  because: connect ENOENT /x.sock",
  },
  {
    name: "a first line of several lines stays one line",
    input: new Failure({ what: "a\nb" }),
    expected: "a\\nb",
  },
  {
    name: "G09 all wrong inputs together, numbered",
    input: new Failures("2 inputs are wrong", [
      new Failure({
        what: "platforms: no such platform",
        seen: "linux/aarch46",
        expected: "linux/arm64",
        anchor: "platform-unknown",
      }),
      new Failure({ what: "push: no tags", fix: "tags: ghcr.io/me/app:1" }),
    ]),
    expected: `2 inputs are wrong
1. platforms: no such platform
     got: "linux/aarch46"
     expected: linux/arm64
     more: docs/troubleshooting.md#platform-unknown
2. push: no tags
     do this:
       tags: ghcr.io/me/app:1`,
  },
  {
    name: "a full disk is no bug of ours, wherever it is met",
    input: new Error("ENOSPC: no space left on device, write"),
    expected: `A disk of this machine is full
  because: ENOSPC: no space left on device, write
  likely cause: that of the runner's temporary folder: images and emulators pass through it
  do this:
    df -h "$RUNNER_TEMP" /   # in an earlier step
  more: docs/troubleshooting.md#disk-full`,
  },
  {
    name: "thrown text is a bug of ours",
    input: "oops",
    expected: `a bug in Anyarch: 'oops'
  This is our fault, not your workflow's.
  do this:
    open an issue in Anyarch's repository with these lines and the step's inputs
  more: docs/troubleshooting.md#bug`,
  },
];

for (const { name, input, expected } of table) {
  test(name, () => assert.equal(failureText(input).text, expected));
}

test("the title is the first line", () => {
  for (const { input } of table) {
    const { title, text } = failureText(input);
    assert.equal(title, text.split("\n")[0]);
  }
});

test("an unknown error is named a bug of ours, with its stack and its cause", () => {
  const { title, text } = failureText(
    new TypeError("x is undefined", { cause: new Error("deep") }),
  );
  assert.equal(title, "a bug in Anyarch: TypeError: x is undefined");
  assert.match(
    text,
    /\n {2}where:\n {4}TypeError: x is undefined\n {8}at .*failure-text\.test\.ts/,
  );
  assert.match(text, /deep/);
  assert.match(text, /\n {4}open an issue in Anyarch's repository/);
});

test("a line of a megabyte is cut", () => {
  const command = { line: "x".repeat(1e6), exitCode: 1, stderr: "y".repeat(1e6) };
  const { text } = failureText(new Failure({ what: "z".repeat(1e6), command }));
  assert.ok(text.length < 6000, `${text.length} characters`);
});
