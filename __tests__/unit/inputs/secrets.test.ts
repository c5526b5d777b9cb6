/** Secrets arrive byte for byte, and no message ever shows one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { faultsOf, read } from "./read.ts";

const values: readonly { name: string; input: string; id: string; value: string }[] = [
  { name: "JSON", input: 'J={"host":"h","a":[1,2]}', id: "J", value: '{"host":"h","a":[1,2]}' },
  { name: "commas", input: 'C=a,b="c" =d', id: "C", value: 'a,b="c" =d' },
  { name: "equal signs", input: "E=x==y=", id: "E", value: "x==y=" },
  { name: "two lines", input: '"M=l1\nl2"', id: "M", value: "l1\nl2" },
  { name: "quotes", input: 'Q="quoted"', id: "Q", value: '"quoted"' },
  { name: "white space", input: "W= v \t", id: "W", value: " v \t" },
  {
    name: "a dotted id",
    input: "GIT_AUTH_TOKEN.github.com=t",
    id: "GIT_AUTH_TOKEN.github.com",
    value: "t",
  },
];

for (const { name, input, id, value } of values) {
  test(`G07 secrets: ${name}`, async () => {
    assert.deepEqual((await read({ secrets: input })).inputs.build.secrets, [
      { kind: "value", id, value },
    ]);
  });
}

const cut: readonly { name: string; input: string; seen: string | undefined }[] = [
  {
    name: "a key on several lines",
    input: "KEY=-----BEGIN\nhidden1+/\nhidden2==\n-----END",
    seen: "KEY",
  },
  { name: "base64 with padding", input: "KEY=hidden\nhidden==", seen: "KEY" },
  { name: "an open quote", input: 'A=hidden\n"KEY=hidden\nhidden', seen: "KEY" },
  { name: "dropped quotes", input: 'KEY=["hidden","hidden","x"]', seen: "KEY" },
  { name: "quotes not doubled", input: 'KEY=1\n"B=say "hidden" there"', seen: "KEY" },
  { name: "no id", input: "hidden", seen: undefined },
  { name: "an empty id", input: "=hidden", seen: undefined },
];

for (const { name, input, seen } of cut) {
  test(`G07 secrets refuse ${name}, showing at most an id`, async () => {
    const faults = await faultsOf({ secrets: input });
    assert.ok(faults.length > 0);
    for (const fault of faults) {
      assert.match(fault.what, /^Item \d+ of the input `secrets`/);
      assert.doesNotMatch(JSON.stringify(fault), /hidden/);
    }
    if (seen !== undefined) assert.match(faults[0]?.seen ?? "", new RegExp(`^${seen}=\\*\\*\\*`));
  });
}

test("G07 whatever is wrong with secrets, nothing of a value is shown", async () => {
  const value = fc.constantFrom('"', '""', ",", "\n", "hidden", "=", "hidden==", " ", "{", ": ");
  const text = fc.array(value, { maxLength: 12 }).map((all) => `KEY=hidden${all.join("")}`);
  await fc.assert(
    fc.asyncProperty(text, async (secrets) => {
      // An item that is an id with a value is a secret of its own: `hidden=x` names itself.
      fc.pre(!/(^|\n)[\s"]*(hidden)+=(?!=?\s*(\n|$))/.test(secrets));
      assert.doesNotMatch(JSON.stringify(await faultsOf({ secrets })), /hidden/);
    }),
    { numRuns: 500 },
  );
});

test("a secret that is not set is left out with a notice, as in pull requests of forks", async () => {
  const { inputs, notices } = await read({ secrets: "A=1\nTOKEN=\nB=2" });
  assert.deepEqual(
    inputs.build.secrets.map(({ id }) => id),
    ["A", "B"],
  );
  assert.ok(notices.includes("secrets: item 2 has no value and is left out of the build."));
});

test("secrets from variables and files", async () => {
  const raw = { "secret-envs": "a=ONE,b=TWO", "secret-files": "c=./x,y.txt" };
  assert.deepEqual((await read(raw)).inputs.build.secrets, [
    { kind: "env", id: "a", env: "ONE" },
    { kind: "env", id: "b", env: "TWO" },
    { kind: "file", id: "c", path: "./x,y.txt" },
  ]);
  const faults = await faultsOf({ "secret-envs": "ONE", "secret-files": "x.txt" });
  assert.deepEqual(
    faults.map(({ expected }) => expected),
    ["id=VARIABLE", "id=path"],
  );
});
