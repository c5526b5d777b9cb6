import assert from "node:assert/strict";
import { test } from "node:test";
import { code, fenced, prose, table } from "../../../src/report/markdown.ts";

const spans: { name: string; input: string; expected: string }[] = [
  { name: "plain", input: "linux/arm64", expected: "`linux/arm64`" },
  { name: "backticks get a longer fence", input: "a`b``c", expected: "```a`b``c```" },
  { name: "backtick at the edge", input: "`x", expected: "`` `x ``" },
  { name: "pipe", input: "a|b\\|c", expected: "`a¦b\\¦c`" },
  { name: "line breaks", input: "a\n| x |\r\n# h", expected: "`a\\n¦ x ¦\\r\\n# h`" },
  { name: "HTML stays text in code", input: "<img src=x>", expected: "`<img src=x>`" },
  { name: "text turned around", input: "a\u202eb", expected: "`a\\u{202e}b`" },
  { name: "nothing", input: " ", expected: "(empty)" },
];

for (const { name, input, expected } of spans) {
  test(`code: ${name}`, () => assert.equal(code(input), expected));
}

const sentences: { name: string; input: string; expected: string }[] = [
  {
    name: "plain",
    input: "built for linux/arm64, QEMU 7.2.",
    expected: "built for linux/arm64, QEMU 7.2.",
  },
  { name: "HTML", input: "<b onload=x>&amp;", expected: "\\<b onload=x\\>\\&amp;" },
  { name: "a link", input: "[click](x) ![i](y)", expected: "\\[click\\](x) \\!\\[i\\](y)" },
  {
    name: "an address",
    input: "see https://evil.example/x now",
    expected: "see `https://evil.example/x` now",
  },
  { name: "an address without scheme", input: "WWW.evil.example", expected: "`WWW.evil.example`" },
  { name: "a mention and an issue", input: "@you #1 me@x.org", expected: "`@you` `#1` `me@x.org`" },
  {
    name: "emphasis and struck out",
    input: "*a* _b_ ~~c~~",
    expected: "\\*a\\* \\_b\\_ \\~\\~c\\~\\~",
  },
  { name: "a heading after a line break", input: "a\n# b", expected: "a `#` b" },
  { name: "a list within the list", input: "- a", expected: "\\- a" },
  { name: "a number within the list", input: "12. a 3.", expected: "12\\. a 3." },
  { name: "a backslash before markup", input: "\\<b>", expected: "\\\\\\<b\\>" },
];

for (const { name, input, expected } of sentences) {
  test(`prose: ${name}`, () => assert.equal(prose(input), expected));
}

test("a fenced block cannot be ended from inside", () => {
  assert.equal(fenced("a\n````\r<b>\tx"), "`````text\na\n````\n<b>  x\n`````");
});

test("a table is padded, and short rows are filled", () => {
  assert.equal(
    table(["a", "bcde"], [["1234"]]),
    "| a    | bcde |\n| ---- | ---- |\n| 1234 |      |",
  );
});
