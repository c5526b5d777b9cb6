import assert from "node:assert/strict";
import { test } from "node:test";
import { isFor, parseStatus } from "../../../src/binfmt/status.ts";
import { architectures, mainRule } from "../../../src/platform/architecture.ts";

const row = (wanted: string) => {
  const found = architectures.find(({ target }) => target === wanted);
  assert.ok(found !== undefined);
  return mainRule(found);
};
const { magic, mask, probe } = row("aarch64");
const program = Buffer.from(probe, "base64");

/** A handler of that text. */
const handler = (text: string) => parseStatus("h", `enabled\ninterpreter /q\nflags: F\n${text}\n`);

const cases = [
  { name: "the table's rule", text: `offset 0\nmagic ${magic}\nmask ${mask}`, expected: true },
  {
    name: "a mask of other bits",
    text: `offset 0\nmagic ${magic}\nmask fffffffffffffffcfffffffffffffffffeffff00`,
    expected: true,
  },
  { name: "a part of it, further on", text: "offset 18\nmagic b700", expected: true },
  { name: "another machine", text: `offset 0\nmagic ${row("arm").magic}`, expected: false },
  { name: "all bits, of which one differs", text: "offset 16\nmagic 0300b700", expected: false },
  { name: "an extension", text: "extension .py", expected: false },
  { name: "more than there is", text: "offset 100000\nmagic ff", expected: false },
];

for (const { name, text, expected } of cases) {
  test(`whether a handler is for a program: ${name}`, () => {
    assert.equal(isFor(handler(text), program), expected);
  });
}
