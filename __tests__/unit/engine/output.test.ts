/** Frames of a container's output, in pieces of any length; the tail that is kept. */

import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { describe, it } from "node:test";
import { collect, Frames } from "../../../src/engine/container/output.ts";
import { Tail } from "../../../src/runner/tail.ts";

function frame(stream: number, text: string): Buffer {
  const head = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

const whole = Buffer.concat([
  frame(1, "one "),
  frame(2, "oops"),
  frame(1, ""),
  frame(1, "zwölf"),
  frame(1, "x".repeat(300)),
]);

describe("Frames", () => {
  for (const size of [1, 3, 7, 8, 9, 100, whole.length]) {
    it(`in pieces of ${size} bytes`, () => {
      const seen = { stdout: "", stderr: "" };
      const frames = new Frames((name, data) => {
        seen[name] += data.toString("latin1");
      });
      for (let at = 0; at < whole.length; at += size) frames.push(whole.subarray(at, at + size));
      const stdout = Buffer.from(seen.stdout, "latin1").toString();
      assert.deepEqual(
        { ...seen, stdout },
        { stdout: `one zwölf${"x".repeat(300)}`, stderr: "oops" },
      );
    });
  }
});

describe("collect", () => {
  it("gives both outputs", async () => {
    const { signal } = new AbortController();
    const output = await collect(Readable.from([whole]), signal);
    assert.equal(output.stderr, "oops");
    assert.equal(output.stdout.length, 309);
  });

  it("throws the reason of an abort, and a broken stream's own error otherwise", async () => {
    const broken = (): Readable =>
      new Readable({ read: (): void => undefined }).destroy(new Error("broken"));
    const reason = new Error("cancelled");
    await assert.rejects(collect(broken(), AbortSignal.abort(reason)), reason);
    await assert.rejects(collect(broken(), new AbortController().signal), /broken/);
  });
});

describe("Tail", () => {
  const cases = [
    { name: "less than it holds", input: ["ab", "c"], expected: "abc" },
    { name: "as much as it holds", input: ["ab", "cde"], expected: "abcde" },
    { name: "more, cut inside a piece", input: ["abc", "def"], expected: "bcdef" },
    { name: "one long piece", input: ["abcdefghij"], expected: "fghij" },
    { name: "many small pieces", input: [..."abcdefghij"], expected: "fghij" },
    { name: "nothing", input: [], expected: "" },
  ];
  for (const { name, input, expected } of cases) {
    it(name, () => {
      const tail = new Tail(5);
      for (const piece of input) tail.push(Buffer.from(piece));
      assert.equal(tail.text(), expected);
    });
  }
});
