/** Which sources are tried, and in what order. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type SourceFacts, sourceOrder } from "../../../src/emulator/source-order.ts";
import { Failure } from "../../../src/failure.ts";
import type { EmulatorInputs, EmulatorSource } from "../../../src/inputs/inputs.ts";

function inputs(source: EmulatorSource, cache = true): EmulatorInputs {
  return {
    source,
    cache,
    path: undefined,
    version: undefined,
    url: undefined,
    image: undefined,
    sha256: {},
    cpu: {},
  };
}

const facts: SourceFacts = {
  actionsCache: true,
  offer: { kind: "offered", name: "qemu-user-static", version: "1:7.2+dfsg-7" },
  release: "7.2.0-1",
  releaseKnown: true,
  asked: undefined,
};

const offer = (version: string) => ({ kind: "offered", name: "qemu-user", version }) as const;
const caches = ["tool cache", "actions cache"];

const cases: readonly {
  name: string;
  source?: EmulatorSource;
  cache?: boolean;
  input: Partial<SourceFacts>;
  expected: readonly string[];
}[] = [
  {
    name: "equal versions: the signed package first",
    input: {},
    expected: [...caches, "package", "release"],
  },
  {
    name: "newer package",
    input: { offer: offer("1:10.0.2+ds-2") },
    expected: [...caches, "package", "release"],
  },
  {
    name: "older package",
    input: { offer: offer("1:5.2+dfsg-11") },
    expected: [...caches, "release", "package"],
  },
  {
    name: "older package, release without a known hash",
    input: { offer: offer("1:5.2+dfsg-11"), releaseKnown: false },
    expected: [...caches, "package", "release"],
  },
  {
    name: "no package",
    input: { offer: { kind: "absent", why: "no apt" } },
    expected: [...caches, "release"],
  },
  {
    name: "apt not asked yet",
    input: { offer: { kind: "unasked" } },
    expected: [...caches, "package", "release"],
  },
  {
    name: "asked for the older one that the package is",
    input: { offer: offer("1:5.2+dfsg-11"), asked: "5.2" },
    expected: [...caches, "package", "release"],
  },
  {
    name: "asked for what the package is not",
    input: { asked: "5.2.0" },
    expected: [...caches, "release"],
  },
  {
    name: "no cache service",
    input: { actionsCache: false },
    expected: ["tool cache", "package", "release"],
  },
  {
    name: "Actions cache not wanted",
    cache: false,
    input: {},
    expected: ["tool cache", "package", "release"],
  },
  { name: "release only", source: "release", input: {}, expected: [...caches, "release"] },
  {
    name: "package only",
    source: "package",
    input: { offer: { kind: "unasked" } },
    expected: [...caches, "package"],
  },
  { name: "path", source: "path", input: {}, expected: ["path"] },
  { name: "host", source: "host", input: {}, expected: ["host"] },
];

for (const { name, source = "auto", cache = true, input, expected } of cases) {
  test(`order: ${name}`, () => {
    const order = sourceOrder(inputs(source, cache), { ...facts, ...input });
    assert.deepEqual(
      order.map(({ kind }) => kind),
      expected,
    );
    assert.ok(order.every(({ reason }) => reason.length > 3));
  });
}

test("order: an image is refused in one sentence", () => {
  assert.throws(
    () => sourceOrder(inputs("image"), facts),
    (error) => {
      assert(error instanceof Failure);
      assert.match(error.message, /^emulators out of an image are not supported yet$/);
      return true;
    },
  );
});
