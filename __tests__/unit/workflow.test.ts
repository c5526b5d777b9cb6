/** The pieces of the runner of workflow files: texts with expressions, and matrices. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluated } from "../support/workflow/expression.ts";
import { expanded } from "../support/workflow/matrix.ts";

const contexts = { a: { one: 1, yes: true, text: "t", list: [1], none: null } };
const scope = { contexts, status: "success" } as const;

const values = [
  { text: "plain", expected: "plain" },
  { text: "", expected: "" },
  { text: "${{ a.one }}", expected: 1 },
  { text: "${{ a.yes && 'x' || 'y' }}", expected: "x" },
  {
    text: "<${{ a.one }}|${{ a.yes }}|${{ a.none }}|${{ a.absent.deep }}>",
    expected: "<1|true||>",
  },
  { text: "  ${{ a.text }}\n", expected: "  t\n" },
  { text: "${{ '}}' }}${{ 'it''s' }}", expected: "}}it's" },
  { text: "${{ fromJSON('[1,{\"b\":null}]') }}", expected: [1, { b: null }] },
  { text: "${{ toJSON(a.list) }}", expected: "[\n  1\n]" },
  { text: "${{ success() && !failure() && always() && !cancelled() }}", expected: true },
  { text: "${{ contains(a.list, 1) }}", expected: true },
];

for (const { text, expected } of values) {
  test(`evaluates ${JSON.stringify(text)}`, () => {
    assert.deepEqual(evaluated(text, scope), expected);
    assert.deepEqual(evaluated({ x: [text] }, scope), { x: [expected] });
  });
}

for (const text of ["${{ b.one }}", "${{ a.one", "${{ nothing() }}", "${{ a. }}"]) {
  test(`refuses ${text}`, () => assert.throws(() => evaluated(text, scope)));
}

const matrices = [
  { name: "none", matrix: undefined, expected: [{}] },
  {
    name: "two axes",
    matrix: { a: [1, 2], b: ["x"] },
    expected: [
      { a: 1, b: "x" },
      { a: 2, b: "x" },
    ],
  },
  {
    name: "include alone",
    matrix: { include: [{ a: 1 }, { a: 2 }] },
    expected: [{ a: 1 }, { a: 2 }],
  },
  {
    name: "exclude",
    matrix: { a: [1, 2], b: [1, 2], exclude: [{ a: 1, b: 2 }, { a: 2 }] },
    expected: [{ a: 1, b: 1 }],
  },
  {
    // The example of GitHub's documentation.
    name: "include that adds, overwrites what was added, and makes more",
    matrix: {
      ...{ fruit: ["apple", "pear"], animal: ["cat", "dog"] },
      include: [
        { color: "green" },
        { color: "pink", animal: "cat" },
        { fruit: "apple", shape: "circle" },
        { fruit: "banana" },
        { fruit: "banana", animal: "cat" },
      ],
    },
    expected: [
      { fruit: "apple", animal: "cat", color: "pink", shape: "circle" },
      { fruit: "apple", animal: "dog", color: "green", shape: "circle" },
      { fruit: "pear", animal: "cat", color: "pink" },
      { fruit: "pear", animal: "dog", color: "green" },
      { fruit: "banana" },
      { fruit: "banana", animal: "cat" },
    ],
  },
];

for (const { name, matrix, expected } of matrices) {
  test(`matrix: ${name}`, () => assert.deepEqual(expanded(matrix), expected));
}

test("a matrix of an empty axis is refused", () => {
  assert.throws(() => expanded({ a: [] }), /'a' does not contain any values/);
});
