/** Which sources are tried, and in what order. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { SourceFacts } from "../../../src/emulator/sources/facts.ts";
import { sourceOrder } from "../../../src/emulator/sources/order.ts";
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
  image: undefined,
};
const image = { ref: "docker.io/a/b@sha256:0", version: "10.2.3" };

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
    name: "a package known to crash, a release that is not",
    input: { offer: offer("1:8.2.2+ds-0ubuntu1.10"), image },
    expected: [...caches, "release", "image", "package"],
  },
  {
    name: "a package known to crash, and a release without a known hash",
    input: { offer: offer("1:9.2.1+ds-1ubuntu5"), releaseKnown: false, image },
    expected: [...caches, "image", "package", "release"],
  },
  {
    name: "a package of a version that is better again",
    input: { offer: offer("1:9.2.2+ds-1") },
    expected: [...caches, "package", "release"],
  },
  {
    name: "asked for the package known to crash",
    input: { offer: offer("1:8.2.2+ds-0ubuntu1.10"), asked: "8.2" },
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
  { name: "image only", source: "image", input: {}, expected: [...caches, "image"] },
  {
    name: "an image may serve, after the release that is known",
    input: { image },
    expected: [...caches, "package", "release", "image"],
  },
  {
    name: "an image may serve, before a release that cannot be verified",
    input: { image, releaseKnown: false, offer: { kind: "absent", why: "no apt" } },
    expected: [...caches, "image", "release"],
  },
  {
    name: "asked for the version that only the image is",
    input: { image, releaseKnown: false, asked: "10.2" },
    expected: [...caches, "image", "release"],
  },
  {
    name: "asked for a version that the image is not",
    input: { image, asked: "9.0" },
    expected: [...caches, "release"],
  },
  {
    name: "asked for a version, and what the image has is not known",
    input: { image: { ref: "me/binfmt:1", version: undefined }, releaseKnown: false, asked: "9.0" },
    expected: [...caches, "image", "release"],
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
