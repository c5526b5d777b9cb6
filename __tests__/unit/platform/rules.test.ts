/** The table's rules: which programs each takes, and that no two take one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { architectures, rulesOf } from "../../../src/platform/architecture.ts";
import { matches, overlap } from "../../support/binfmt-rules.ts";
import { headers } from "../../support/elf-headers.ts";

const rules = architectures.flatMap(rulesOf);

test("the names of rules and targets are there once, and fit a handler's name", () => {
  const ids = rules.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[a-z0-9_-]{2,20}$/);
});

test("no two rules overlap: a bit that counts in both is wanted differently", () => {
  const pairs = rules.flatMap((a, at) => rules.slice(at + 1).map((b) => [a, b] as const));
  assert.equal(pairs.length, (rules.length * (rules.length - 1)) / 2);
  const found = pairs.filter(([a, b]) => overlap(a, b)).map(([a, b]) => `${a.id} and ${b.id}`);
  assert.deepEqual(found, []);
});

test("an overlap would be seen", () => {
  const aarch64 = { magic: "7f454c4602", mask: "ffffffffff" };
  assert.equal(overlap(aarch64, { magic: "7f454c", mask: "ffffff" }), true);
  assert.equal(overlap(aarch64, { magic: "7f454c4601", mask: "fffffffffc" }), true);
  assert.equal(overlap(aarch64, { magic: "7f454c4601", mask: "ffffffffff" }), false);
});

test("no bit of a magic stands where its mask does not look", () => {
  for (const { id, magic, mask } of rules) {
    const counts = Buffer.from(mask, "hex");
    const stray = Buffer.from(magic, "hex").filter((byte, at) => (byte & ~(counts[at] ?? 0)) !== 0);
    // QEMU's own rule for the two of x86 names data and version, of which it looks at part.
    const known = id === "i386" || id === "x86_64" ? 2 : 0;
    assert.equal(stray.length, known, id);
  }
});

test("each rule takes its own test program, and no other rule does", () => {
  for (const { id, probe } of rules) {
    const program = Buffer.from(probe, "base64");
    const found = rules.filter((rule) => matches(rule, program)).map((rule) => rule.id);
    assert.deepEqual(found, [id]);
  }
});

test("generated headers are taken by the rule they should be, and by no other", () => {
  const all = headers();
  assert.ok(all.length > 900, `${all.length} headers`);
  const wrong = all.flatMap(({ name, bytes, expected }) => {
    const found = rules.filter((rule) => matches(rule, bytes)).map(({ id }) => id);
    return String(found) === String(expected) ? [] : [`${name}: ${found}, expected ${expected}`];
  });
  assert.deepEqual(wrong, []);
});
