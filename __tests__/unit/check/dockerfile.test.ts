/** Which lines of a Dockerfile are blamed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { dockerfileSuspects } from "../../../src/image/check/dockerfile.ts";

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
