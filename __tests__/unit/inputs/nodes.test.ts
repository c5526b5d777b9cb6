/** The input `nodes`: which lines are nodes, and what is wrong with those that are none. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { platformName } from "../../../src/platform/platform.ts";
import { faultsOf, read } from "./read.ts";

async function nodes(text: string): Promise<readonly string[]> {
  const { inputs } = await read({ nodes: text });
  return inputs.builder.nodes.map(({ number, platforms, endpoint, kind }) => {
    return `${number} ${platforms.map(platformName).join(",")} ${kind} ${endpoint}`;
  });
}

const good: readonly { readonly text: string; readonly expected: readonly string[] }[] = [
  { text: "", expected: [] },
  { text: "arm64=tcp://far:1234", expected: ["0 linux/arm64 buildkit tcp://far:1234"] },
  { text: "arm64 = tcp://[::1]:1234", expected: ["0 linux/arm64 buildkit tcp://[::1]:1234"] },
  {
    text: "linux/arm64,linux/arm/v7=unix:///run/b.sock\n\nlinux/s390x=docker-container://b\n",
    expected: [
      "0 linux/arm64,linux/arm/v7 buildkit unix:///run/b.sock",
      "1 linux/s390x buildkit docker-container://b",
    ],
  },
  { text: "arm64=ssh://build@far:22", expected: ["0 linux/arm64 engine ssh://build@far:22"] },
  { text: "riscv64=far.engine", expected: ["0 linux/riscv64 engine far.engine"] },
  {
    text: "arm64=kubernetes://builds?nodeselector=kubernetes.io/arch=arm64",
    expected: [
      "0 linux/arm64 kubernetes kubernetes://builds?nodeselector=kubernetes.io/arch=arm64",
    ],
  },
];
for (const { text, expected } of good) {
  test(`reads ${JSON.stringify(text)}`, async () => assert.deepEqual(await nodes(text), expected));
}

const wrong: readonly {
  readonly text: string;
  readonly says: RegExp;
  readonly builder?: string;
}[] = [
  { text: "tcp://far:1234", says: /no platform with an endpoint.*linux\/arm64=tcp/ },
  {
    text: "linux/arm46=tcp://far:1234",
    says: /no platform with an endpoint.*did you mean linux\/arm64/,
  },
  { text: "arm64,=tcp://far:1234", says: /no platform with an endpoint/ },
  { text: "arm64=", says: /no platform with an endpoint/ },
  { text: "arm64=tcp://far", says: /no endpoint.*tcp:\/\/host:port/ },
  { text: "arm64=https://far:1234", says: /no endpoint.*kubernetes:/ },
  { text: "arm64=--privileged", says: /no endpoint/ },
  { text: "arm64=a b", says: /no platform with an endpoint/ },
  { text: "arm64=a\nlinux/arm64/v8=b", says: /linux\/arm64 more than once.*a and b/ },
  { text: "arm64=a\namd64=tcp://far:1", says: /cannot be nodes of one builder.*a, tcp:/ },
  { text: "arm64=a", builder: "mine", says: /`builder` and `nodes` cannot both/ },
];
for (const { text, says, ...more } of wrong) {
  test(`refuses ${JSON.stringify(text)}`, async () => {
    const faults = await faultsOf({ nodes: text, ...more });
    assert.equal(faults.length, 1, JSON.stringify(faults));
    assert.match(JSON.stringify(faults), says);
    assert.ok(faults.every(({ anchor }) => anchor === "nodes"));
  });
}
