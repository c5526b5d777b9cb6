/** What the user reads about foreign programs. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFailure } from "../../../src/image/check/fault.ts";

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
