/** What the set-up step tells of what it did. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { needsEngine, openLedger } from "../../../src/job/ledger.ts";
import { nothingYet } from "../../../src/report/outcome.ts";
import type { PlatformOutcome } from "../../../src/report/platform-outcome.ts";
import { setupOutputsOf } from "../../../src/report/setup-outputs.ts";
import { summaryMarkdown } from "../../../src/report/summary.ts";
import { emulated, sha } from "./outcomes.ts";

const proofs = [{ machine: "x", ms: 1, where: "node" }] as const;
const row = (architecture: string, change: Partial<PlatformOutcome> = {}): PlatformOutcome => ({
  platform: { os: "linux", architecture },
  native: false,
  proofs,
  ...change,
});
const own = row("amd64", { native: true, proofs: [] });

const cases: { name: string; platforms: readonly PlatformOutcome[]; expected: string }[] = [
  { name: "the machine's own alone", platforms: [own], expected: "linux/amd64" },
  { name: "a proven one", platforms: [own, row("arm64")], expected: "linux/amd64,linux/arm64" },
  {
    name: "one without proof",
    platforms: [own, row("arm64", { proofs: [] })],
    expected: "linux/amd64",
  },
  {
    name: "each variant of a proven emulator, the asked one first",
    platforms: [row("arm", { platform: { os: "linux", architecture: "arm", variant: "v6" } })],
    expected: "linux/arm/v6,linux/arm/v7,linux/arm/v5",
  },
  { name: "one that Docker has no name for", platforms: [row("hppa")], expected: "linux/hppa" },
];

for (const { name, platforms, expected } of cases) {
  test(`output platforms: ${name}`, () => {
    assert.equal(setupOutputsOf({ ...nothingYet, platforms }).platforms, expected);
  });
}

test("output emulators tells source, version, CPU, hash and cache", () => {
  const { emulators } = setupOutputsOf({ ...nothingYet, platforms: [own, emulated] });
  const cpu = "max,pauth-impdef=on";
  const common = { platform: "linux/arm64", source: "package", version: "7.2.22" };
  assert.deepEqual(JSON.parse(emulators), [{ ...common, cpu, sha256: sha, cacheHit: true }]);
});

test("the summary of a set-up speaks of no image", () => {
  const platforms = [own, { platform: emulated.platform, native: false, proofs }];
  const text = summaryMarkdown(
    { ...nothingYet, emulationOnly: true, platforms },
    { bytes: 1e6, run: undefined },
  );
  assert.match(text, /^## Anyarch: `linux\/amd64`, `linux\/arm64` run here\n/);
  assert.match(text, /\| platform +\| runs +\| emulator \| proof +\|/);
  assert.doesNotMatch(text, /build|size|cache only/);
});

const ledgers = [
  { change: {}, needs: false },
  { change: { handlers: "host", mounted: true }, needs: false },
  { change: { handlers: "there" }, needs: true },
  { change: { handlers: "here" }, needs: true },
  { change: { images: true }, needs: true },
  { change: { builder: true }, needs: true },
] as const;

for (const { change, needs } of ledgers) {
  test(`undoing ${JSON.stringify(change)} needs ${needs ? "the" : "no"} engine`, () => {
    const book = openLedger(
      { jobId: "anyarch-x-00000000", temp: "/t", keep: false },
      () => undefined,
    );
    book.note(change);
    assert.equal(needsEngine(book.current()), needs);
  });
}
