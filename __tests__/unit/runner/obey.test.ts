import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Obedience } from "../../support/runner/obey.ts";

function obeyed(...lines: string[]): Obedience {
  const obedience = new Obedience();
  for (const line of lines) obedience.line(line);
  return obedience;
}

describe("the played runner", () => {
  it("takes nothing between stop-commands and its token", () => {
    const { seen } = obeyed("::stop-commands::tok", "::error::a", "##[tok]", "::error::b");
    assert.deepEqual(
      seen.annotations.map(({ message }) => message),
      ["b"],
    );
    assert.deepEqual(seen.log, ["::stop-commands::tok", "::error::a", "##[tok]", "Error: b"]);
  });

  it("does not take the token before it is set, nor after it was used", () => {
    const { seen } = obeyed("::tok::", "::stop-commands::tok", "::tok::", "::tok::");
    assert.equal(seen.commands.length, 2);
  });

  it("hides a mask in all that comes after it, the longest first", () => {
    const { seen } = obeyed("abc", "::add-mask::ab", "::add-mask::abc", "abc ab", "::error::abc");
    assert.deepEqual(seen.log, ["abc", "*** ***", "Error: ***"]);
    assert.equal(seen.annotations[0]?.message, "***");
  });

  it("masks each line of a mask of several", () => {
    const { seen } = obeyed("::add-mask::one%0Atwo", "two one");
    assert.deepEqual(seen.log, ["*** ***"]);
  });

  it("puts lines into groups", () => {
    const { seen } = obeyed(
      "::group::a",
      "1",
      "::endgroup::",
      "2",
      "::group::b",
      "##[group]c",
      "3",
    );
    assert.deepEqual(seen.groups, [
      { name: "a", lines: ["1"] },
      { name: "b", lines: [] },
      { name: "c", lines: ["3"] },
    ]);
  });

  it("fails a step that sets variables by a command", () => {
    const { seen } = obeyed("::set-env name=PATH::/x");
    assert.equal(seen.failed, true);
    assert.equal(seen.annotations[0]?.level, "error");
  });

  it("fails a step that names no output", () => {
    assert.equal(obeyed("::set-output::x").seen.failed, true);
  });

  it("repeats commands only after echo on", () => {
    const { seen } = obeyed("::set-output name=a::1", "::echo::on", "::set-output name=a::2");
    assert.deepEqual(seen.log, ["::set-output name=a::2"]);
    assert.deepEqual(seen.outputs, { a: "2" });
  });

  it("keeps debug lines out of the log", () => {
    const { seen } = obeyed("::debug::x");
    assert.deepEqual([seen.log, seen.debug], [[], ["x"]]);
  });

  it("cuts an annotation where the runner cuts it", () => {
    const { seen } = obeyed(`::warning::${"x".repeat(5000)}`);
    assert.equal(seen.annotations[0]?.message.length, 4096);
  });
});
