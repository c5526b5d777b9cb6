/** The table's rules against those of Debian's packages: where they differ is known, and why. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { architectures } from "../../../src/platform/architecture.ts";
import { overlap, rulesIn } from "../../support/binfmt-rules.ts";
import { DIFFERENCES, differing } from "../../support/debian-differences.ts";

for (const [series, reasons] of Object.entries(DIFFERENCES)) {
  const text = readFileSync(join(import.meta.dirname, `debian-rules/${series}.conf`), "utf8");
  const theirs = rulesIn(text);

  test(`QEMU ${series}: the rules are Debian's, but for what has a reason`, () => {
    assert.ok(theirs.size >= 29, `${theirs.size} rules`);
    assert.deepEqual(differing(text), Object.keys(reasons).sort());
  });

  test(`QEMU ${series}: what Debian's rules of a target take is a rule of ours too`, () => {
    for (const [name, rule] of theirs) {
      const row = architectures.find(({ target }) => target === name);
      assert.ok(row, name);
      const ours = [row, ...(row.also ?? [])].filter((one) => overlap(one, rule));
      assert.equal(ours.length, 1, name);
    }
  });
}

test("Debian's number of Microblaze is the further rule, bit for bit", () => {
  const text = readFileSync(join(import.meta.dirname, "debian-rules/11.1.conf"), "utf8");
  for (const name of ["microblaze", "microblazeel"]) {
    const also = architectures.find(({ target }) => target === name)?.also ?? [];
    assert.deepEqual(
      also.map(({ magic, mask }) => ({ magic, mask })),
      [rulesIn(text).get(name)],
    );
  }
});

test("every row but one has a rule in one of Debian's packages", () => {
  const known = Object.keys(DIFFERENCES).flatMap((series) => {
    const text = readFileSync(join(import.meta.dirname, `debian-rules/${series}.conf`), "utf8");
    return [...rulesIn(text).keys()];
  });
  const own = architectures.map(({ target }) => target).filter((name) => !known.includes(name));
  assert.deepEqual(own, ["nios2"]);
});
