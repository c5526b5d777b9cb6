/** Foreign JSON: right values, and how wrong ones are named. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { numberAt, parseJson, textAt, textMapAt, textsAt } from "../../../src/engine/json.ts";
import { messageOf } from "../../../src/engine/refusal.ts";

describe("wrong answers are named by path and value", () => {
  const cases = [
    {
      name: "text",
      read: (): unknown => textAt({ a: { b: 1 } }, "a", "b"),
      path: "a.b",
      seen: "1",
    },
    { name: "absent text", read: (): unknown => textAt({}, "Id"), path: "Id", seen: "nothing" },
    {
      name: "number",
      read: (): unknown => numberAt({ Size: "1" }, "Size"),
      path: "Size",
      seen: '"1"',
    },
    { name: "list", read: (): unknown => textsAt({ Env: {} }, "Env"), path: "Env", seen: "{}" },
    {
      name: "list of texts",
      read: (): unknown => textsAt({ Env: [1] }, "Env"),
      path: "Env",
      seen: "1",
    },
    { name: "map", read: (): unknown => textMapAt({ L: { a: 1 } }, "L"), path: "L.a", seen: "1" },
  ];
  for (const { name, read, path, seen } of cases) {
    it(name, () => {
      assert.throws(read, (error: { message: string; parts: { seen: string } }) => {
        assert.equal(error.message, `Unexpected value at ${path}`);
        assert.equal(error.parts.seen, seen);
        return true;
      });
    });
  }
  it("no JSON", () =>
    assert.throws(() => parseJson("<html>", "the answer"), /Could not read the answer/));
  it("the engine's message, or its text", () => {
    assert.deepEqual(['{"message":"no"}', "no\n", "[]"].map(messageOf), ["no", "no", "[]"]);
  });
});
