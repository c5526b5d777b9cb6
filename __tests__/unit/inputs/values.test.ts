/** Single values: booleans, words, numbers, attestations, the context and what is not an input. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { commitFrom } from "../../../src/inputs/github.ts";
import { inputNames } from "../../../src/inputs/reader.ts";
import { faultsOf, github, read } from "./read.ts";

for (const [input, expected] of [
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
  [" true\n", true],
  ["", false],
] as const) {
  test(`push: ${JSON.stringify(input)} is ${expected}`, async () => {
    assert.equal((await read({ push: input, tags: "a" })).inputs.publish.push, expected);
  });
}

const booleans = [
  "load",
  "push",
  "pull",
  "no-cache",
  "emulator-cache",
  "setuid",
  "keep",
  "dry-run",
];
for (const name of booleans) {
  test(`${name} takes no word but YAML's`, async () => {
    for (const input of ["yes", "1", "tRue", "constructor"]) {
      const [fault] = await faultsOf({ [name]: input, tags: "a" });
      assert.match(fault?.what ?? "", new RegExp(`\`${name}\``));
      assert.equal(fault?.seen, input);
      assert.match(fault?.expected ?? "", /^true, false/);
    }
  });
}

for (const [input, meant] of [
  ["yes", "true"],
  ["On", "true"],
  ["1", "true"],
  ["0", "false"],
  ["NO", "false"],
] as const) {
  test(`push: ${input} was meant to be ${meant}`, async () => {
    assert.equal((await faultsOf({ push: input, tags: "a" }))[0]?.fix, `push: ${meant}`);
  });
}

for (const [name, input, near, all] of [
  ["emulator", "atuo", "auto", "auto, release, image, package, host"],
  ["register", "of", "off", "auto, container, privileged, host, image, off"],
  ["check", "Strict", "strict", "programs, strict, off"],
  ["test-network", "brigde", "bridge", "none, bridge, host, default"],
] as const) {
  test(`${name}: ${input} was meant to be ${near}`, async () => {
    const [fault] = await faultsOf({ [name]: input });
    assert.equal(fault?.expected, `${all} (did you mean ${near}?)`);
    assert.equal(fault?.fix, `${name}: ${near}`);
  });
}

test("the test's network is named as the engine names it", async () => {
  const { checks } = (await read({ "test-network": "default", test: "a\r\nb\n" })).inputs;
  assert.equal(checks.testNetwork, "bridge");
  assert.equal(checks.test, "a\nb");
});

test("timeout is a number of minutes", async () => {
  assert.equal((await read({ timeout: "1.5" })).inputs.run.timeout, 1.5);
  for (const timeout of ["-1", "10m", "NaN", "Infinity", "1e3"]) {
    assert.equal((await faultsOf({ timeout }))[0]?.seen, timeout);
  }
});

test("check-allow takes absolute paths, one a line", async () => {
  assert.deepEqual((await read({ "check-allow": "/a,b\n/c/*" })).inputs.checks.checkAllow, [
    "/a,b",
    "/c/*",
  ]);
  assert.equal((await faultsOf({ "check-allow": "/a\nusr/lib" }))[0]?.fix, "check-allow: /usr/lib");
});

for (const name of ["provenance", "sbom"] as const) {
  for (const [input, expected] of [
    ["", undefined],
    ["true", "true"],
    ["FALSE", "false"],
    ["1", "true"],
    ["mode=max", "mode=max"],
    ["false,mode=min", "false,mode=min"],
    ["generator=image,x=y=z", "generator=image,x=y=z"],
  ] as const) {
    test(`${name}: ${JSON.stringify(input)} is ${expected}`, async () => {
      assert.equal((await read({ [name]: input })).inputs.build[name], expected);
    });
  }
  for (const [input, expected] of [
    ["maybe", /^true, false, or attributes/],
    ["ture", /did you mean true\?/],
    ["max", /attributes/],
    ["mode=maxi", /did you mean mode=max\?/],
    ['mode="max', /attributes/],
  ] as const) {
    test(`${name} refuses ${input}`, async () => {
      const faults = await faultsOf({ [name]: input });
      assert.equal(faults.length, 1);
      assert.equal(faults[0]?.seen, input);
      assert.match(faults[0]?.expected ?? "", expected);
    });
  }
}

const address = "https://github.com/o/r.git#c0ffee";
for (const { context, expected } of [
  { context: "", expected: address },
  { context: ".", expected: "." },
  { context: "{{defaultContext}}:sub", expected: `${address}:sub` },
  { context: "{{ defaultContext }}", expected: address },
]) {
  test(`context: ${JSON.stringify(context)} is ${expected}`, async () => {
    const raw = { context, "github-token": "t", "build-contexts": "a={{defaultContext}}:b" };
    const { build } = (await read(raw)).inputs;
    assert.equal(build.context, expected);
    assert.deepEqual(build.buildContexts, [`a=${address}:b`]);
    assert.equal(build.githubToken, expected === "." ? undefined : "t");
  });
}

test("outside of GitHub the default context is the working folder", async () => {
  const { inputs } = await import("../../../src/inputs/inputs-from.ts").then(({ inputsFrom }) =>
    inputsFrom({ "github-token": "t" }, undefined),
  );
  assert.equal(inputs.build.context, ".");
  assert.equal(inputs.build.githubToken, undefined);
});

for (const { name, wantsHead, ref, sha, expected } of [
  { name: "a push", ref: "refs/heads/main", sha: "s", wantsHead: false, expected: "s" },
  { name: "no commit", ref: "main", sha: "", wantsHead: false, expected: "refs/heads/main" },
  { name: "a pull request", ref: "refs/pull/7/merge", sha: "s", wantsHead: false, expected: "s" },
  { name: "its head", ref: "refs/pull/7/merge", sha: "s", wantsHead: true, expected: "h" },
  {
    name: "a tag with the head wanted",
    ref: "refs/tags/v1",
    sha: "s",
    wantsHead: true,
    expected: "s",
  },
  { name: "nothing", ref: "", sha: "", wantsHead: false, expected: "" },
]) {
  test(`the commit of ${name}`, () => {
    assert.equal(commitFrom({ ref, sha, wantsHead, headSha: "h" }), expected);
  });
}

test("the head of a pull request without its commit is its ref", () => {
  const facts = { ref: "refs/pull/7/merge", sha: "s", wantsHead: true, headSha: undefined };
  assert.equal(commitFrom(facts), "refs/pull/7/head");
});

test("a name that is no input is told, with what was probably meant", async () => {
  const { notices } = await read({ platfroms: "linux/arm64", load: "true" });
  assert.deepEqual(notices, [
    "`platfroms` is not an input of this action and is ignored; did you mean `platforms`?",
  ]);
});

test("whatever is written, only Failures are thrown", async () => {
  const word = fc.constantFrom(
    "linux/arm64",
    "a:1",
    '"',
    ",",
    "\n",
    "=",
    "type=oci",
    "{target}",
    "/",
    "\r",
    "[",
  );
  const value = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 6 }).map((all) => all.join("")),
  );
  const raw = fc.dictionary(fc.constantFrom(...inputNames), value, { maxKeys: 12 });
  await fc.assert(
    fc.asyncProperty(raw, async (given) => {
      for (const fault of await faultsOf(given)) assert.ok(fault.what.length > 10);
    }),
    { numRuns: 500 },
  );
});

test("inputs are the same whether a default is left to us or written out by the runner", async () => {
  const { default: defaults } = await import("../../../src/inputs/defaults.json", {
    with: { type: "json" },
  });
  assert.deepEqual(await read(defaults, github), await read({}, github));
});
