/** What buildx writes about a build, read and bounded. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure } from "../../../src/failure.ts";
import { boundedMetadata, parseMetadata } from "../../../src/image/build/metadata.ts";

const digest = `sha256:${"a".repeat(64)}`;
const config = `sha256:${"b".repeat(64)}`;
const essential = {
  "containerimage.digest": digest,
  "containerimage.config.digest": config,
  "image.name": "ghcr.io/o/a:1",
  "buildx.build.ref": "default/default/x",
};
const most = 64 * 1024;

test("digests are read", () => {
  const { raw, ...values } = parseMetadata(JSON.stringify(essential), "md.json");
  assert.deepEqual(values, { digest, configDigest: config });
  assert.deepEqual(JSON.parse(raw), essential);
});

for (const text of ["", "null", " \n", "{}"]) {
  test(`nothing was exported: ${JSON.stringify(text)}`, () => {
    assert.equal(parseMetadata(text, "md.json").digest, undefined);
  });
}

for (const { text, says } of [
  { text: "[]", says: /md\.json is no JSON object/ },
  { text: "{cut", says: /md\.json is no JSON object/ },
  { text: '{"containerimage.digest":"::set-output"}', says: /containerimage\.digest is no digest/ },
]) {
  test(`refused: ${text}`, () => {
    assert.throws(
      () => parseMetadata(text, "md.json"),
      (error) => error instanceof Failure && says.test(error.message),
    );
  });
}

test("G18 provenance and the event payload are never in the output", () => {
  const raw = JSON.stringify({
    ...essential,
    "buildx.build.provenance": { github_event_payload: { body: "secret" } },
    "buildx.build.provenance/linux/arm64": { a: "secret" },
    "buildx.build.warnings": [{ short: "x" }],
  });
  assert.deepEqual(JSON.parse(boundedMetadata(raw)), {
    ...essential,
    "buildx.build.warnings": [{ short: "x" }],
  });
});

test("G18 what is too big goes, the largest first, and what the outputs need stays", () => {
  const raw = JSON.stringify({
    "buildx.build.warnings": ["w".repeat(300_000)],
    ...essential,
    "containerimage.descriptor": { size: 1 },
  });
  const bounded = boundedMetadata(raw);
  assert.ok(Buffer.byteLength(bounded) <= most);
  assert.deepEqual(JSON.parse(bounded), { ...essential, "containerimage.descriptor": { size: 1 } });
});

test("G18 thousands of names are cut to whole ones", () => {
  const names = Array.from({ length: 5_000 }, (_, n) => `ghcr.io/o/\u00fc:${n}`);
  const bounded = boundedMetadata(JSON.stringify({ ...essential, "image.name": names.join(",") }));
  assert.ok(Buffer.byteLength(bounded) <= most);
  const kept: unknown = JSON.parse(bounded)["image.name"];
  assert.ok(typeof kept === "string" && kept.length > 1_000);
  assert.ok(kept.split(",").every((name) => names.includes(name)));
  assert.equal(JSON.parse(bounded)["containerimage.digest"], digest);
});

test("no metadata is an empty object", () => assert.equal(boundedMetadata("null"), "{}"));
