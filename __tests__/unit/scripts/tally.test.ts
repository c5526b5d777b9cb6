import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changes } from "../../../scripts/test/leftovers.ts";
import { type Outcome, outcomeOf } from "../../../scripts/test/outcome.ts";
import { countText, sum, tallyOf } from "../../../scripts/test/tally.ts";

const good: Outcome = {
  file: "/r/a.test.ts",
  name: "works",
  passed: true,
  suite: false,
  skipped: false,
  todo: false,
  ms: 500,
  error: "",
};

describe("the tally of a test file", () => {
  const cases = [
    { name: "one good", outcomes: [good], strict: false, expected: "1 passed, 0 failed" },
    {
      name: "a suite is no test",
      outcomes: [good, { ...good, suite: true }],
      strict: false,
      expected: "1 passed, 0 failed",
    },
    {
      name: "a bad one",
      outcomes: [good, { ...good, passed: false, error: "boom" }],
      strict: false,
      expected: "1 passed, 1 failed",
    },
    {
      name: "left out",
      outcomes: [good, { ...good, skipped: true }, { ...good, todo: true, passed: false }],
      strict: false,
      expected: "1 passed, 1 skipped, 1 todo, 0 failed",
    },
    {
      name: "left out where nothing may be",
      outcomes: [good, { ...good, skipped: true }, { ...good, todo: true }],
      strict: true,
      expected: "1 passed, 2 failed",
    },
    {
      name: "a file without a test",
      outcomes: [{ ...good, name: good.file }],
      strict: false,
      expected: "0 passed, 1 failed",
    },
    { name: "nothing ran", outcomes: [], strict: false, expected: "0 passed, 1 failed" },
  ];
  for (const { name, outcomes, strict, expected } of cases) {
    it(name, () =>
      assert.equal(countText(tallyOf("a.test.ts", outcomes, strict).counts), expected),
    );
  }

  it("shows why a test failed", () => {
    const { lines } = tallyOf("a.test.ts", [{ ...good, passed: false, error: "one\ntwo" }], false);
    assert.deepEqual(lines, [
      "FAIL  a.test.ts  0 passed, 1 failed  0.5 s",
      "      works\n        one\n        two",
    ]);
  });

  it("adds up", () => {
    const counts = { passed: 1, failed: 2, skipped: 3, todo: 4 };
    assert.deepEqual(sum([counts, counts]), { passed: 2, failed: 4, skipped: 6, todo: 8 });
  });
});

describe("an outcome", () => {
  const error = (failureType: string, cause: unknown): Error =>
    Object.assign(new Error("wrapped", { cause }), { failureType });

  it("of a suite whose tests failed is not counted", () => {
    const details = { duration_ms: 1, type: "suite", error: error("subtestsFailed", "1 failed") };
    assert.equal(outcomeOf(false, { name: "s", details }).suite, true);
  });

  it("of a suite whose hook failed is counted, with the cause", () => {
    const details = {
      duration_ms: 1,
      type: "suite",
      error: error("hookFailed", new Error("boom")),
    };
    const { suite, error: shown } = outcomeOf(false, { name: "s", details });
    assert.equal(suite, false);
    assert.match(shown, /^Error: boom/);
  });

  it("with an empty reason is left out all the same", () => {
    assert.equal(
      outcomeOf(true, { name: "s", skip: "", details: { duration_ms: 1 } }).skipped,
      true,
    );
  });
});

it("changes name what is new and what is gone", () => {
  const before = new Set(["handler a: enabled", "volume v"]);
  const after = new Set(["handler a: disabled", "volume v"]);
  assert.deepEqual(changes(before, after), [
    "left behind: handler a: disabled",
    "gone: handler a: enabled",
  ]);
});
