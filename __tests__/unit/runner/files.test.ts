import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inputVariables, parseAction } from "../../support/runner/action-yml.ts";
import { machineVariables } from "../../support/runner/environment.ts";
import { keyValues } from "../../support/runner/key-values.ts";
import { lineCutter } from "../../support/runner/lines.ts";

describe("output files", () => {
  const cases = [
    { name: "one line", input: "a=1\n", expected: { a: "1" } },
    { name: "several lines", input: "a<<E\n1\n\n2\nE\n", expected: { a: "1\n\n2" } },
    { name: "no line", input: "a<<E\nE\nb=2", expected: { a: "", b: "2" } },
    { name: "an arrow in a value", input: "a=b<<c\n", expected: { a: "b<<c" } },
    { name: "the last one wins", input: "a=1\na=2\n", expected: { a: "2" } },
  ];
  for (const { name, input, expected } of cases) {
    it(name, () => assert.deepEqual(keyValues(input), expected));
  }
  for (const input of ["a", "a<<E\n1\n", "<<E\nE\n", "a<<\n"]) {
    it(`refuses ${JSON.stringify(input)}`, () => assert.throws(() => keyValues(input)));
  }
});

describe("lines", () => {
  const cases = [
    { name: "LF, CR LF, CR", input: ["a\nb\r\nc\rd"], expected: ["a", "b", "c", "d"] },
    { name: "CR LF in two pieces", input: ["a\r", "\nb"], expected: ["a", "b"] },
    { name: "CR at the very end", input: ["a\r"], expected: ["a"] },
    { name: "empty lines", input: ["\n\na\n"], expected: ["", "", "a"] },
  ];
  for (const { name, input, expected } of cases) {
    it(name, () => {
      const lines: string[] = [];
      const cutter = lineCutter((line) => lines.push(line));
      for (const piece of input) cutter.push(Buffer.from(piece));
      cutter.end();
      assert.deepEqual(lines, expected);
    });
  }

  it("a character in two pieces", () => {
    const lines: string[] = [];
    const cutter = lineCutter((line) => lines.push(line));
    for (const byte of Buffer.from("é\n")) cutter.push(Buffer.from([byte]));
    assert.deepEqual(lines, ["é"]);
  });
});

describe("action.yml", () => {
  const action = parseAction(`
inputs:
  tags: { description: d }
  github-token: { description: d, default: "\${{ github.token }}" }
  "a b": { description: d, default: false }
runs: { using: node24, main: dist/main.js }
`);

  it("gives inputs as variables", () => {
    const contexts = { "github.token": "t" };
    assert.deepEqual(inputVariables(action, { tags: "x" }, contexts), {
      INPUT_TAGS: "x",
      "INPUT_GITHUB-TOKEN": "t",
      INPUT_A_B: "false",
    });
  });

  it("leaves out what no context has", () => {
    assert.equal(inputVariables(action, {}, {})["INPUT_GITHUB-TOKEN"], "");
  });

  it("refuses an input the action does not have", () => {
    assert.throws(() => inputVariables(action, { tag: "x" }, {}), /Unexpected input\(s\) 'tag'/);
  });

  it("refuses a file without entries", () => {
    assert.throws(() => parseAction("runs: { using: node24 }"), /runs.main is no text/);
  });
});

it("another job's variables stay out", () => {
  const from = { PATH: "/bin", GITHUB_TOKEN: "x", INPUT_A: "1", NODE_OPTIONS: "-v", CI: "true" };
  assert.deepEqual(machineVariables(from), { PATH: "/bin" });
});
