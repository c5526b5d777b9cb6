/** Which lines of a Dockerfile are blamed, and what the user reads. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { dockerfileSuspects } from "../../../src/image/check/dockerfile.ts";
import { checkFailure } from "../../../src/image/check/fault.ts";

const cases = [
  { name: "nothing", input: "FROM a\nARG TARGETARCH\nCOPY bb-$TARGETARCH /app", expected: [] },
  {
    name: "a default in the stage",
    input: "FROM a\n\narg TARGETARCH=amd64",
    expected: ["3 default"],
  },
  { name: "a default before FROM", input: "ARG X=1 TARGETARCH=x\nFROM a", expected: ["1 default"] },
  { name: "a comment", input: "# ARG TARGETARCH=amd64\nFROM a", expected: [] },
  { name: "another argument", input: "FROM a\nARG MY_TARGETARCH=x", expected: [] },
  { name: "a pinned stage", input: "FROM --platform=$BUILDPLATFORM a", expected: ["1 pinned"] },
  { name: "the platform asked for", input: "FROM --platform=$TARGETPLATFORM a", expected: [] },
  {
    name: "a base of its own",
    input: "FROM --platform=linux/x a AS b\nFROM b",
    expected: ["1 pinned"],
  },
  {
    name: "a pinned stage of no use",
    input: "FROM --platform=linux/x a AS b\nFROM c",
    expected: [],
  },
  {
    name: "a copy from a pinned stage",
    input: "FROM --platform=$BUILDPLATFORM go AS b\nRUN go build\nFROM c\nCOPY --from=b /x /x",
    expected: ["4 copied"],
  },
  {
    name: "a copy by number",
    input: "FROM --platform=$BUILDPLATFORM go\nFROM c\nCOPY --chown=1 --from=0 /x /x",
    expected: ["3 copied"],
  },
  {
    name: "a continued line",
    input: "FROM a\nRUN curl \\\n # why\n  https://x/tool-linux-amd64.tgz",
    expected: ["2 named"],
  },
  {
    name: "CRLF",
    input: "FROM a\r\nARG TARGETARCH=amd64\r\n",
    expected: ["2 default"],
  },
];

for (const { name, input, expected } of cases) {
  test(`blames ${name}`, () => {
    const found = dockerfileSuspects(input).filter(
      ({ kind, line }) => kind !== "named" || line > 1,
    );
    const first = found.slice(0, expected.length || 1);
    assert.deepEqual(
      first.map(({ line, kind }) => `${line} ${kind}`),
      expected,
    );
  });
}

test("a stage that is not built is not blamed", () => {
  const text = "FROM c AS good\nFROM --platform=$BUILDPLATFORM a AS bad";
  assert.deepEqual(dockerfileSuspects(text, "good"), []);
  assert.equal(dockerfileSuspects(text).length, 1);
});

const report = {
  platform: { os: "linux", architecture: "arm64" },
  checked: 2,
  foreign: [{ path: "/app", found: "x86-64", wanted: "aarch64", via: "entrypoint" }],
  allowed: [],
  notices: [],
};

const failures = [
  {
    name: "G01 a default",
    text: "FROM a\nARG TARGETARCH=amd64",
    cause: /line 2: ARG TARGETARCH=amd64/,
    fix: /ARG TARGETARCH$/,
  },
  {
    name: "G10 a pinned stage",
    text: "FROM --platform=$BUILDPLATFORM a",
    cause: /line 1: FROM --platform=\$BUILDPLATFORM a/,
    fix: /^ {2}FROM a$/m,
  },
  {
    name: "pinned to what failed",
    text: "FROM --platform=linux/arm64 a",
    cause: /copied or downloaded/,
    fix: /ARG TARGETARCH/,
  },
  {
    name: "a download of the machine found",
    text: "FROM a\nADD http://x/amd64 /app",
    cause: /line 2: ADD/,
    fix: /ARG TARGETARCH/,
  },
  {
    name: "a download of another",
    text: "FROM a\nADD http://x/arm64 /app",
    cause: /copied or downloaded/,
    fix: /ARG TARGETARCH/,
  },
  { name: "no Dockerfile", text: "", cause: /copied or downloaded/, fix: /ARG TARGETARCH/ },
];

for (const { name, text, cause, fix } of failures) {
  test(`${name}: the failure names platform, file, machines and cause`, () => {
    const parts = checkFailure([report], { text })?.parts;
    assert.match(parts?.what ?? "", /linux\/arm64/);
    assert.equal(parts?.seen, "linux/arm64: /app is x86-64 (entrypoint)");
    assert.equal(parts?.expected, "linux/arm64: aarch64");
    assert.match(parts?.cause ?? "", cause);
    assert.match(parts?.fix ?? "", fix);
  });
}

test("no failure without foreign programs", () => {
  assert.equal(checkFailure([{ ...report, foreign: [] }]), undefined);
});
