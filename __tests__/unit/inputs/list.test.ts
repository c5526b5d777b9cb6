/** Lists: item by item what docker/build-push-action's parser gives, or a fault where that loses data. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { csvParser } from "../../../src/inputs/csv.ts";
import { type ListOptions, listFrom } from "../../../src/inputs/list.ts";
import { faultsOf, read } from "./read.ts";

const csv = await csvParser();

/** docker/actions-toolkit's rules for lists, said once more by hand. */
function dockers(written: string, options: ListOptions): string[] {
  const text = options.keepSpace ? written : written.trim();
  if (text === "") return [];
  const rows = parse(text, {
    columns: false,
    relaxQuotes: true,
    relaxColumnCount: true,
    skipEmptyLines: true,
    ...(options.literalQuotes ? { quote: false } : {}),
  });
  const items = rows.flatMap((row) => {
    if (!options.commas) return [row.join(",")];
    return row.length === 1 ? (row[0] ?? "").split(",") : row;
  });
  const trimmed = items.map((item) => (options.keepSpace ? item : item.trim()));
  return trimmed.filter((item) => item.trim() !== "");
}

const pieces = ["a", "K=v", '"', '""', ",", "\n", "\r\n", "\r", " ", "=", "{", "]", "\ufeff", "#"];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((all) => all.join(""));

for (const options of [
  {},
  { commas: true },
  { literalQuotes: true },
  { keepSpace: true },
  { attributes: true },
]) {
  test(`G07 any text gives docker's items or a fault: ${JSON.stringify(options)}`, () => {
    fc.assert(
      fc.property(texts, (text) => {
        const given = options.keepSpace ? text : text.trim();
        const list = listFrom(given, options, csv);
        if (list.faults.some(({ kind }) => kind === "open quote")) {
          assert.throws(() => dockers(text, options), { code: "CSV_QUOTE_NOT_CLOSED" });
        } else {
          assert.deepEqual(list.items, dockers(text, options));
        }
      }),
      { numRuns: 500 },
    );
  });
}

test("G07 what is passed without a fault holds all that was written", () => {
  const letters = fc.constantFrom("a", '"', ",", "\n", "=", " ", "[", "x");
  const values = fc.array(letters, { maxLength: 12 }).map((all) => `K=${all.join("")}.`);
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), (items) => {
      const text = items.map((item) => `"${item.replaceAll('"', '""')}"`).join("\n");
      assert.deepEqual(listFrom(text, {}, csv), { items, faults: [], trimmed: [] });
    }),
  );
});

const whole: readonly { name: string; input: string; expected: string[] }[] = [
  { name: "JSON", input: 'J={"host":"h","a":[1,2]}', expected: ['J={"host":"h","a":[1,2]}'] },
  { name: "quotes inside", input: 'C=a,b="c" =d', expected: ['C=a,b="c" =d'] },
  { name: "equal signs", input: "E=x==y=", expected: ["E=x==y="] },
  { name: "two lines", input: '"M=l1\nl2"', expected: ["M=l1\nl2"] },
  { name: "a quoted value", input: 'Q="quoted"', expected: ['Q="quoted"'] },
  { name: "doubled quotes", input: '"A=say ""hi"""', expected: ['A=say "hi"'] },
  { name: "blank lines and CR", input: "A=1\r\n\r\n  \r\nB=2\r\n", expected: ["A=1", "B=2"] },
  { name: "a hash", input: "#A=1", expected: ["#A=1"] },
];

for (const { name, input, expected } of whole) {
  for (const list of ["build-args", "labels"]) {
    test(`G07 ${list}: ${name}`, async () => {
      const { build } = (await read({ [list]: input })).inputs;
      assert.deepEqual(list === "labels" ? build.labels : build.buildArgs, expected);
    });
  }
}

const lost: readonly { name: string; input: string; what: RegExp; seen: string }[] = [
  {
    name: "quotes next to commas",
    input: 'B=1\nJ=["a","b","c"]',
    what: /^Item 2 .*dropped/,
    seen: 'J=["a","b","c"]',
  },
  {
    name: "an open quote",
    input: 'B=1\n"A=x\nC=2',
    what: /^Item 2 .*never closed/,
    seen: '"A=x\\nC=2',
  },
  {
    name: "two quoted items on a line",
    input: '"A=1","B=2"',
    what: /^Item 1 .*dropped/,
    seen: '"A=1","B=2"',
  },
  {
    name: "line ends of two kinds",
    input: "A=1\r\nB=2\nC=3",
    what: /^Item 2 .*one item/,
    seen: "B=2\\nC=3",
  },
  {
    name: "quotes not doubled",
    input: 'B=1\n"A=say "hi" and so on and on"',
    what: /^Item 2 /,
    seen: '"A=say "hi" and so o…',
  },
  { name: "JSON on several lines", input: 'J={\n"a": 1\n}', what: /^Item 2 /, seen: '"a": 1' },
  { name: "a value cut by a line break", input: "V=1\n.0", what: /^Item 2 /, seen: ".0" },
];

for (const { name, input, what, seen } of lost) {
  for (const list of ["build-args", "labels"]) {
    test(`G07 ${list} refuse ${name}`, async () => {
      const [fault] = await faultsOf({ [list]: input });
      assert.match(fault?.what ?? "", what);
      assert.match(fault?.what ?? "", new RegExp(`\`${list}\``));
      assert.equal(fault?.seen, seen);
      assert.match(fault?.fix ?? "", new RegExp(`^${list}: `));
    });
  }
}

test("G07 a build argument without = is taken from the environment, with a blank in it refused", async () => {
  assert.deepEqual((await read({ "build-args": "HTTP_PROXY" })).inputs.build.buildArgs, [
    "HTTP_PROXY",
  ]);
  assert.equal((await faultsOf({ "build-args": "two words" })).length, 1);
  assert.equal((await faultsOf({ "build-args": "NAME =v" })).length, 1);
  assert.equal((await faultsOf({ "build-args": "=v" })).length, 1);
});

test("white space lost at the ends of a quoted item is told", async () => {
  const { inputs, notices } = await read({ "build-args": '"A=1\n"' });
  assert.deepEqual(inputs.build.buildArgs, ["A=1"]);
  assert.match(notices[0] ?? "", /build-args: item 1 loses the white space/);
});

test("attributes keep quotes where they are needed, and may lose them where not", async () => {
  const { build } = (await read({ "cache-to": 'type=local,"dest=/a"' })).inputs;
  assert.deepEqual(build.cacheTo, ["type=local,dest=/a"]);
  assert.equal((await faultsOf({ "cache-to": 'type=local,"dest=/a,b"' })).length, 1);
});
