/** Names, outputs and pushes: what would fail after the build fails before it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, read } from "./read.ts";

const registry = "127.0.0.1:5000";

test("G08 all faults of names cut by line breaks come at once", async () => {
  const faults = await faultsOf({
    tags: `${registry}/app:1\n.0\n.1\n${registry}/app:latest`,
    labels: "V=1\n.0\n.1",
  });
  assert.deepEqual(
    faults.map(({ what, seen }) => [/Item \d+ of the input `\w+`/.exec(what)?.[0], seen]),
    [
      ["Item 2 of the input `labels`", ".0"],
      ["Item 3 of the input `labels`", ".1"],
      ["Item 2 of the input `tags`", ".0"],
      ["Item 3 of the input `tags`", ".1"],
    ],
  );
  assert.match(faults[2]?.cause ?? "", /127\.0\.0\.1:5000\/app.* cut by a line break .*`tags`/);
  assert.match(faults[0]?.cause ?? "", /V=1, was probably cut by a line break .*`labels`/);
});

const badNames: readonly { name: string; input: string; seen: RegExp; fix?: string }[] = [
  {
    name: "capitals",
    input: `${registry}/Owner/App:Rc1`,
    seen: /Owner/,
    fix: `${registry}/owner/app:Rc1`,
  },
  { name: "capitals without a registry", input: "Owner/App", seen: /Owner/, fix: "owner/app" },
  { name: "a CR inside", input: `${registry}/b\n${registry}/a:1\rb`, seen: /a:1\\rb/ },
  { name: "a zero-width space", input: "a\u200bb:1", seen: /a\\u\{200b\}b:1/ },
  { name: "a long tag", input: `app:${"a".repeat(129)}`, seen: /129 characters/ },
  { name: "a long name", input: "a/".repeat(128), seen: /a\/a/ },
  { name: "two tags", input: "app:1:2", seen: /app:1:2/ },
  { name: "no name", input: ":1", seen: /:1/ },
  { name: "blanks inside", input: "app 1", seen: /app 1/ },
];

for (const { name, input, seen, fix } of badNames) {
  test(`G08 tags refuse ${name}`, async () => {
    const faults = await faultsOf({ tags: input });
    assert.equal(faults.length, 1);
    assert.match(faults[0]?.seen ?? "", seen);
    if (fix !== undefined) assert.equal(faults[0]?.fix, fix);
  });
}

const slips: readonly { name: string; input: string; cause: RegExp; fix: RegExp | undefined }[] = [
  {
    name: "a scheme",
    input: "https://ghcr.io/me/app:1",
    cause: /https/,
    fix: /^ghcr\.io\/me\/app:1$/,
  },
  {
    name: "a digest",
    input: `ghcr.io/me/app:1@sha256:${"a".repeat(64)}`,
    cause: /digest/,
    fix: /^ghcr\.io\/me\/app:1$/,
  },
  {
    name: "a branch as the tag",
    input: `${registry}/me/app:feature/a/b`,
    cause: /branch/,
    fix: /^127\.0\.0\.1:5000\/me\/app:feature-a-b$/,
  },
  {
    name: "no tag after its colon",
    input: "ghcr.io/me/app:",
    cause: /gave nothing/,
    fix: /toJSON\(steps\)/,
  },
  { name: "no owner", input: "ghcr.io//app:1", cause: /gave nothing/, fix: /toJSON\(steps\)/ },
  {
    name: "names parted by blanks",
    input: "a/b:1  a/b:2",
    cause: /commas/,
    fix: /^a\/b:1,a\/b:2$/,
  },
  { name: "a YAML list", input: "- ghcr.io/a/b:1", cause: /YAML list/, fix: /^ghcr\.io\/a\/b:1$/ },
  { name: "single quotes", input: "'ghcr.io/a/b:1'", cause: /JSON/, fix: /^ghcr\.io\/a\/b:1$/ },
  {
    name: "two slips at once",
    input: "https://ghcr.io/a/b:x/y",
    cause: /https/,
    fix: /^ghcr\.io\/a\/b:x-y$/,
  },
  { name: "a slip and something unknown", input: "https://a/b:$1", cause: /https/, fix: undefined },
];

for (const { name, input, cause, fix } of slips) {
  test(`tags know ${name}`, async () => {
    const faults = await faultsOf({ tags: input });
    assert.equal(faults.length, 1);
    assert.match(faults[0]?.cause ?? "", cause);
    if (fix === undefined) assert.equal(faults[0]?.fix, undefined);
    else assert.match(faults[0]?.fix ?? "", fix);
  });
}

test("tags know a JSON array: each of its items has its name to paste", async () => {
  const faults = await faultsOf({ tags: '["a/b:1","a/b:2"]' });
  assert.deepEqual(
    faults.map(({ fix }) => fix),
    ["a/b:1", "a/b:2"],
  );
});

const goodNames: readonly { name: string; input: string; expected: string[] }[] = [
  { name: "a CR at the end", input: `${registry}/app:1\r`, expected: [`${registry}/app:1`] },
  { name: "blank lines", input: "\na:1\r\n\r\n \nb:2\n", expected: ["a:1", "b:2"] },
  { name: "commas", input: "a:1, b:2", expected: ["a:1", "b:2"] },
  {
    name: "all of the grammar",
    input: "[::1]:5000/a__b/c.d--e:V_1.-",
    expected: ["[::1]:5000/a__b/c.d--e:V_1.-"],
  },
  { name: "a registry in capitals", input: "GHCR.io/a", expected: ["GHCR.io/a"] },
  { name: "digits first", input: "1password/app\n7zip", expected: ["1password/app", "7zip"] },
];

for (const { name, input, expected } of goodNames) {
  test(`G08 tags take ${name}`, async () => {
    // Only where the first line end is the one of all others can docker's parser part them.
    const tags = input.startsWith("\n") ? input.replaceAll("\r", "") : input;
    assert.deepEqual((await read({ tags })).inputs.publish.tags, expected);
  });
}

const byDigest = "type=image,push-by-digest=true,name-canonical=true,push=true";
const pushes: readonly { name: string; raw: Record<string, string>; what: RegExp; fix: RegExp }[] =
  [
    {
      name: "G06 a: push by digest with tags",
      raw: { outputs: byDigest, tags: `${registry}/app:1` },
      what: /`outputs`.*`tags`/,
      fix: /outputs: type=image,name=127\.0\.0\.1:5000\/app,push-by-digest=true,name-canonical=true,push=true$/,
    },
    {
      name: "G06 a: the same with a name",
      raw: { outputs: `${byDigest},name=${registry}/app`, tags: `${registry}/app:1` },
      what: /`outputs`.*`tags`/,
      fix: /without `tags:`\noutputs: /,
    },
    {
      name: "G06 b: push by digest without a name",
      raw: { outputs: byDigest },
      what: /`outputs`.*`tags`/,
      fix: /^outputs: type=image,name=/,
    },
    {
      name: "push without tags",
      raw: { push: "true" },
      what: /`push: true`.*`tags`/,
      fix: /^tags: /,
    },
    {
      name: "an output that pushes without a name",
      raw: { outputs: "type=registry" },
      what: /`tags`/,
      fix: /^tags: /,
    },
  ];

for (const { name, raw, what, fix } of pushes) {
  test(`${name} is refused before the build`, async () => {
    const faults = await faultsOf(raw);
    assert.equal(faults.length, 1);
    assert.match(faults[0]?.what ?? "", what);
    assert.match(faults[0]?.fix ?? "", fix);
  });
}

const allowed: readonly { name: string; raw: Record<string, string> }[] = [
  { name: "G06 push by digest with a name", raw: { outputs: `${byDigest},name=${registry}/app` } },
  { name: "G14 push and load together", raw: { push: "true", load: "true", tags: "a:1" } },
  {
    name: "G14 several platforms and load",
    raw: { load: "true", platforms: "linux/amd64,linux/arm64" },
  },
  { name: "a push named by an output", raw: { push: "true", outputs: "type=image,name=a/b" } },
  { name: "two names in quotes", raw: { outputs: 'type=image,"name=a/b,c/d",push=true' } },
  { name: "a check instead of a build", raw: { push: "true", call: "check" } },
];

for (const { name, raw } of allowed) {
  test(`${name} is allowed`, async () => assert.deepEqual(await faultsOf(raw), []));
}

test("G13 a build without a result says so, and load, push or outputs do not", async () => {
  assert.match(
    (await read({ tags: "a:1" })).notices.join(),
    /only into the cache; set `push`, `load` or `outputs`/,
  );
  for (const raw of [
    { load: "true" },
    { push: "true", tags: "a:1" },
    { outputs: "type=oci,dest=x.tar" },
  ]) {
    assert.deepEqual((await read(raw)).notices, []);
  }
});

test("outputs are read as buildx reads them", async () => {
  const lines = [
    "type=oci,dest=x.tar",
    "./out",
    "-",
    ' Type=image,"name=a,b",push=true',
    "type=docker",
  ];
  const { outputs } = (await read({ outputs: lines.join("\n").trim() })).inputs.publish;
  assert.deepEqual(outputs, [
    { text: "type=oci,dest=x.tar", type: "oci", attributes: { dest: "x.tar" } },
    { text: "./out", type: "local", attributes: { dest: "./out" } },
    { text: "-", type: "tar", attributes: { dest: "-" } },
    {
      text: 'Type=image,"name=a,b",push=true',
      type: "image",
      attributes: { name: "a,b", push: "true" },
    },
    { text: "type=docker", type: "docker", attributes: {} },
  ]);
});

for (const [input, expected] of [
  ["type=oci", /type=oci,dest=PATH/],
  ["type=tar", /dest=PATH/],
  ["type=local", /dest=PATH/],
  ["type=lokal,dest=x", /did you mean local\?/],
  ["dest=x,push", /key=value/],
  ["name=a,push=true", /a type of image/],
  ['type=image,"name=a', /quotes that close/],
] as const) {
  test(`outputs refuse ${input}`, async () => {
    const faults = await faultsOf({ outputs: input });
    assert.equal(faults[0]?.seen, input);
    assert.match(faults[0]?.expected ?? "", expected);
  });
}

test("call: what was asked to be published is told not to be", async () => {
  const asked = { call: "check", tags: "a:1", push: "true" };
  assert.match((await read(asked)).notices.join("\n"), /call: check .*builds nothing.*pushed/);
  for (const raw of [
    { ...asked, call: "build" },
    { ...asked, push: "false" },
  ]) {
    assert.doesNotMatch((await read(raw)).notices.join("\n"), /call/);
  }
});
