/** What setup/action.yml says, what its parser reads, and what people write in it. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { parse } from "yaml";
import { readAction } from "../../../scripts/action-file.ts";
import { defaultsJson, withTables } from "../../../scripts/readme-tables.ts";
import { type FailureParts, Failures } from "../../../src/failure.ts";
import { versionOfTag } from "../../../src/inputs/image-tag.ts";
import { setupInputsFrom } from "../../../src/inputs/setup.ts";
import { platformName } from "../../../src/platform/platform.ts";

const root = new URL("../../../", import.meta.url);
const action = await readAction(new URL("setup/action.yml", root));

const dockers = ["image", "platforms", "reset", "cache-image"];
const ours = `emulator emulator-version emulator-url emulator-image emulator-sha256 emulator-cpu
  emulator-cache register setuid keep`.split(/\s+/);

async function faultsOf(raw: Record<string, string>): Promise<readonly FailureParts[]> {
  try {
    await setupInputsFrom(raw);
    return [];
  } catch (error) {
    if (error instanceof Failures) return error.failures.map(({ parts }) => parts);
    throw error;
  }
}

test("setup/action.yml has docker/setup-qemu-action's inputs and output, and ours", () => {
  const names = action.inputs.map(({ name }) => name);
  assert.deepEqual([...names].sort(), [...dockers, ...ours].sort());
  assert.deepEqual(action.outputs.map(({ name }) => name).sort(), ["emulators", "platforms"]);
});

test("setup/action.yml has no default that docker/setup-qemu-action has not, but for the image", () => {
  const defaults = Object.fromEntries(action.inputs.map((input) => [input.name, input.default]));
  assert.deepEqual(
    dockers.map((name) => defaults[name]),
    [undefined, "all", "false", "true"],
  );
});

test("the inputs both actions have, they have with one default", async () => {
  const main = await readAction(new URL("action.yml", root));
  for (const name of ours) {
    const of = (inputs: typeof main.inputs) => inputs.find((input) => input.name === name);
    assert.equal(of(action.inputs)?.default, of(main.inputs)?.default, name);
  }
});

test("the parser's copy of the defaults and README.md's tables are made from setup/action.yml", async () => {
  const made = await readFile(new URL("src/inputs/setup-defaults.json", root), "utf8");
  assert.equal(made, defaultsJson(action.inputs));
  const readme = await readFile(new URL("README.md", root), "utf8");
  assert.ok(readme.includes("<!-- setup inputs -->\n| Input "));
  assert.equal(readme, withTables(readme, action, "setup "));
});

test("it runs on Node 24, and the common post whatever happened", async () => {
  const text = await readFile(new URL("setup/action.yml", root), "utf8");
  assert.deepEqual(parse(text).runs, {
    using: "node24",
    main: "../dist/setup.js",
    post: "../dist/post.js",
    "post-if": "always()",
  });
});

const lists = [
  { name: "nothing", platforms: "", expected: "all" },
  { name: "all", platforms: "all", expected: "all" },
  { name: "all among others", platforms: "arm64,ALL", expected: "all" },
  {
    name: "docker's example",
    platforms: "arm64,riscv64,arm",
    expected: "linux/arm64 linux/riscv64 linux/arm/v7",
  },
  { name: "lines", platforms: "linux/arm64\nlinux/s390x\n", expected: "linux/arm64 linux/s390x" },
  { name: "QEMU's name", platforms: "mips64el, aarch64", expected: "linux/mips64le linux/arm64" },
  { name: "Debian's name", platforms: "ppc64el armhf", expected: "linux/ppc64le linux/arm/v7" },
  {
    name: "what Docker has no name for",
    platforms: "hppa,linux/m68k",
    expected: "linux/hppa linux/m68k",
  },
  { name: "one twice", platforms: "arm64,aarch64", expected: "linux/arm64" },
];

for (const { name, platforms, expected } of lists) {
  test(`platforms: ${name}`, async () => {
    const { inputs } = await setupInputsFrom({ platforms });
    const seen = inputs.platforms === "all" ? "all" : inputs.platforms.map(platformName).join(" ");
    assert.equal(seen, expected);
  });
}

const wrong = [
  { input: { platforms: "arm46" }, expected: "did you mean linux/arm64?" },
  { input: { platforms: "linux/s390" }, expected: "did you mean linux/s390x?" },
  { input: { reset: "yes" }, expected: /^true, false/ },
  { input: { "cache-image": "ture" }, expected: "true, false (did you mean true?)" },
  { input: { register: "image" }, expected: "name:tag@sha256:<64 digits>" },
  { input: { register: "hots" }, expected: /did you mean host\?/ },
  { input: { "emulator-url": "http://example.com/x" }, expected: /https:/ },
];

for (const { input, expected } of wrong) {
  test(`G16 ${JSON.stringify(input)} is a fault that says what was expected`, async () => {
    const [fault, ...more] = await faultsOf(input);
    assert.deepEqual(more, []);
    if (typeof expected === "string") assert.equal(fault?.expected, expected);
    else assert.match(fault?.expected ?? "", expected);
  });
}

test("G16 a word that is near to nothing gets the whole list of names", async () => {
  const [fault] = await faultsOf({ platforms: "arm64,kubernetes" });
  assert.match(fault?.what ?? "", /^Item 2 /);
  assert.match(fault?.expected ?? "", /^all, or some of arm64, .*hppa.*loong64/);
});

const caches = [
  { input: {}, cache: true },
  { input: { "cache-image": "false" }, cache: false },
  { input: { "emulator-cache": "false" }, cache: false },
];

for (const { input, cache } of caches) {
  test(`${JSON.stringify(input)}: the Actions cache is ${cache ? "used" : "not used"}`, async () => {
    assert.equal((await setupInputsFrom(input)).inputs.emulator.cache, cache);
  });
}

test("image and reset are taken, with a notice each of what is done instead", async () => {
  const { notices } = await setupInputsFrom({ image: "tonistiigi/binfmt:latest", reset: "true" });
  assert.equal(notices.length, 2);
  assert.match(notices[0] ?? "", /^image: tonistiigi\/binfmt:latest is not pulled/);
  assert.match(notices[1] ?? "", /^reset: nothing is uninstalled/);
  assert.deepEqual((await setupInputsFrom({})).notices, []);
});

const pinned = `docker.io/tonistiigi/binfmt:latest@sha256:${"0".repeat(64)}`;
const own = "registry.example:5000/me/binfmt:1";
const images = [
  { name: "with a digest", input: { image: pinned }, expected: ["image", pinned, undefined, 0] },
  {
    name: "asked for as the source",
    input: { image: pinned, emulator: "image" },
    expected: ["image", pinned, undefined, 0],
  },
  {
    name: "with another source",
    input: { image: pinned, emulator: "package" },
    expected: ["package", undefined, undefined, 1],
  },
  {
    name: "docker's default, and what is documented there",
    input: { image: "tonistiigi/binfmt:latest" },
    expected: ["auto", undefined, undefined, 1],
  },
  {
    name: "docker's default, written in full",
    input: { image: "docker.io/tonistiigi/binfmt" },
    expected: ["auto", undefined, undefined, 1],
  },
  {
    name: "whose tag says the version",
    input: { image: "tonistiigi/binfmt:qemu-v7.0.0-28" },
    expected: ["auto", "tonistiigi/binfmt:qemu-v7.0.0-28", "7.0.0", 1],
  },
  {
    name: "of a registry of one's own",
    input: { image: own },
    expected: ["auto", own, undefined, 1],
  },
  {
    name: "without a tag, behind a port",
    input: { image: "registry.example:5000/binfmt", emulator: "image" },
    expected: ["image", "registry.example:5000/binfmt:latest", undefined, 1],
  },
  {
    name: "by tag, and emulator-version says another",
    input: { image: "multiarch/qemu-user-static:7.2.0-1", "emulator-version": "5.2" },
    expected: ["auto", "multiarch/qemu-user-static:7.2.0-1", "5.2", 1],
  },
];

for (const { name, input, expected } of images) {
  test(`image ${name}: ${expected.join(" ")}`, async () => {
    const { inputs, notices } = await setupInputsFrom(input);
    const { source, image, version } = inputs.emulator;
    assert.deepEqual([source, image, version, notices.length], expected);
  });
}

test("an image that docker could not read is a fault", async () => {
  const [fault, ...more] = await faultsOf({ image: "tonistiigi/binfmt: latest" });
  assert.deepEqual(more, []);
  assert.equal(fault?.what, "The input `image` is not the name of an image.");
});

for (const [tag, version] of [
  ["qemu-v7.0.0-28", "7.0.0"],
  ["7.2.0-1", "7.2.0"],
  ["v9.2", "9.2"],
  ["latest", undefined],
  ["2026.1", undefined],
  ["buildkit-v9.2.2-54", undefined],
  ["7.2x", undefined],
] as const) {
  test(`the tag ${tag} names QEMU ${version}`, () => {
    assert.equal(versionOfTag(tag), version);
  });
}

test("an input that is none is told", async () => {
  const { notices } = await setupInputsFrom({ platform: "arm64" });
  assert.match(notices[0] ?? "", /did you mean `platforms`\?/);
});
