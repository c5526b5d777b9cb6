/** The command line of a build, input by input. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type BuildStep, buildArguments } from "../../../src/image/build/arguments.ts";
import type { BuildInputs } from "../../../src/inputs/inputs.ts";
import { nothing } from "./build-inputs.ts";

const bare: BuildStep = {
  platforms: [],
  tags: [],
  secrets: [],
  metadataFile: "/t/md.json",
  attestations: { kind: "off" },
};
const off = ["--attest", "type=provenance,disabled=true"];
const head = ["build", "--progress", "rawjson", "--metadata-file", "/t/md.json"];

test("asks for nothing but progress, metadata and no attestation by itself", () => {
  assert.deepEqual(buildArguments(nothing, bare), [...head, ...off, "."]);
});

const steps: { name: string; step: Partial<BuildStep>; expected: string[] }[] = [
  {
    name: "platforms, tags, exporter, builder",
    step: {
      platforms: ["linux/amd64", "linux/arm/v7"],
      tags: ["a:1", "b:2"],
      builder: "x",
      output: "type=registry",
    },
    expected: [
      "--builder",
      "x",
      "--platform",
      "linux/amd64,linux/arm/v7",
      "--tag",
      "a:1",
      "--tag",
      "b:2",
      "--output",
      "type=registry",
    ],
  },
  { name: "image id", step: { iidFile: "/t/iid" }, expected: ["--iidfile", "/t/iid"] },
  {
    name: "image id of an image exporter",
    step: { iidFile: "/t/iid", output: "type=docker" },
    expected: ["--iidfile", "/t/iid", "--output", "type=docker"],
  },
  ...["type=local,dest=o", "type=tar,dest=o", "./out", '"type=tar","dest=a,b"'].map((output) => ({
    name: `no image id with ${output}`,
    step: { iidFile: "/t/iid", output },
    expected: ["--output", output],
  })),
];

for (const { name, step, expected } of steps) {
  test(`step: ${name}`, () => {
    assert.deepEqual(buildArguments(nothing, { ...bare, ...step }), [
      ...head,
      ...expected,
      ...off,
      ".",
    ]);
  });
}

const inputs: { build: Partial<BuildInputs>; expected: string[] }[] = [
  { build: { file: "d/Dockerfile" }, expected: ["--file", "d/Dockerfile"] },
  { build: { target: "t" }, expected: ["--target", "t"] },
  { build: { call: "check" }, expected: ["--call", "check"] },
  {
    build: { buildArgs: ['J={"host":"h","a":[1,2]}', "M=l1\nl2", "E=x==y="] },
    expected: [
      "--build-arg",
      'J={"host":"h","a":[1,2]}',
      "--build-arg",
      "M=l1\nl2",
      "--build-arg",
      "E=x==y=",
    ],
  },
  { build: { buildContexts: ["a=./a"] }, expected: ["--build-context", "a=./a"] },
  { build: { addHosts: ["h:1.2.3.4"] }, expected: ["--add-host", "h:1.2.3.4"] },
  { build: { allow: ["network.host"] }, expected: ["--allow", "network.host"] },
  { build: { cgroupParent: "/c" }, expected: ["--cgroup-parent", "/c"] },
  { build: { network: "none" }, expected: ["--network", "none"] },
  { build: { shmSize: "1g" }, expected: ["--shm-size", "1g"] },
  { build: { ssh: ["default"] }, expected: ["--ssh", "default"] },
  { build: { ulimit: ["nofile=1:2"] }, expected: ["--ulimit", "nofile=1:2"] },
  { build: { cacheFrom: ["type=gha"] }, expected: ["--cache-from", "type=gha"] },
  { build: { cacheTo: ["type=inline"] }, expected: ["--cache-to", "type=inline"] },
  { build: { noCache: true }, expected: ["--no-cache"] },
  {
    build: { noCacheFilters: ["a", "b"] },
    expected: ["--no-cache-filter", "a", "--no-cache-filter", "b"],
  },
  { build: { pull: true }, expected: ["--pull"] },
  { build: { annotations: ["index:k=v"] }, expected: ["--annotation", "index:k=v"] },
  { build: { labels: ["k=v, w"] }, expected: ["--label", "k=v, w"] },
];

for (const { build, expected } of inputs) {
  test(`input: ${JSON.stringify(build)}`, () => {
    assert.deepEqual(buildArguments({ ...nothing, ...build }, bare), [
      ...head,
      ...off,
      ...expected,
      ".",
    ]);
  });
}

test("the context is the last argument", () => {
  const build = { ...nothing, context: "https://example.org/r.git#main", labels: ["a=b"] };
  assert.equal(buildArguments(build, bare).at(-1), build.context);
});
