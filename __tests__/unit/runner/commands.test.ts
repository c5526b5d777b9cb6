import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { commandIn } from "../../support/runner/commands.ts";

const known = new Set(["error", "set-output", "add-mask"]);

describe("the runner takes a line as a command", () => {
  const cases = [
    { name: "at the start", input: "::error::x" },
    { name: "after blanks", input: " \t ::error::x" },
    { name: "after a no-break space", input: "\u00a0::error::x" },
    { name: "after an ideographic space", input: "\u3000::error::x" },
    { name: "after a next-line character", input: "\u0085::error::x" },
    { name: "after a line separator", input: "\u2028::error::x" },
    { name: "in capitals", input: "::ERROR::x" },
    { name: "in the old spelling", input: "##[error]x" },
    { name: "in the old spelling, anywhere", input: "#12 0.3 | ##[error]x" },
    { name: "in the old spelling, behind a new one that is unknown", input: "::nope::##[error]x" },
  ];
  for (const { name, input } of cases) {
    it(name, () => {
      const command = commandIn(input, known);
      assert.deepEqual(command, { name: "error", properties: {}, data: "x" });
    });
  }
});

describe("the runner takes a line as text", () => {
  const cases = [
    { name: "no command", input: "hello" },
    { name: "not at the start", input: "x ::error::x" },
    { name: "behind a zero-width space", input: "\u200b::error::x" },
    { name: "behind a byte order mark", input: "\ufeff::error::x" },
    { name: "broken by a zero-width space", input: ":\u200b:error::x" },
    { name: "old spelling broken by a zero-width space", input: "#\u200b#[error]x" },
    { name: "unknown name", input: "::nope::x" },
    { name: "no end", input: "::error" },
    { name: "old spelling without end", input: "##[error" },
  ];
  for (const { name, input } of cases) {
    it(name, () => assert.equal(commandIn(input, known), undefined));
  }
});

describe("properties and data", () => {
  const cases = [
    {
      name: "escapes of the modern spelling",
      input: "::error title=a%3Ab%2Cc,file=x=y::1%0A2%25%0D",
      expected: { title: "a:b,c", file: "x=y", data: "1\n2%\r" },
    },
    {
      name: "escapes of the old spelling",
      input: "##[error title=a%3Bb;File=c]1%0A2%5D",
      expected: { title: "a;b", file: "c", data: "1\n2]" },
    },
    {
      name: "a double escape ends as text",
      input: "::error::%250A",
      expected: { data: "%0A" },
    },
    { name: "empty properties", input: "::error =a,b=,c::", expected: { data: "" } },
  ];
  for (const { name, input, expected } of cases) {
    it(name, () => {
      const command = commandIn(input, known);
      assert.deepEqual({ ...command?.properties, data: command?.data }, expected);
    });
  }
});
