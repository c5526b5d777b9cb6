/** Which programs of an image count, through links, `#!` lines and loaders, and how they are judged. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { programsIn } from "../../../src/image/check/programs.ts";
import { checkReport } from "../../../src/image/check/report.ts";
import { type Entry, emptyTree, find, type Tree } from "../../../src/image/check/tree.ts";
import { architectures } from "../../../src/platform/architecture.ts";

const amd64 = { class: 64, data: "little", machine: 62 };
const arm64 = { class: 64, data: "little", machine: 183 };
const arm = { class: 32, data: "little", machine: 40 };
const elf = (machine: typeof amd64, loader?: string): Entry => ({
  kind: "elf",
  elf: loader === undefined ? machine : { ...machine, loader },
  executable: true,
});
const link = (target: string): Entry => ({ kind: "link", target });
const script = (interpreter: string): Entry => ({ kind: "script", interpreter, executable: true });
const config = { entrypoint: ["/app"], cmd: [], env: ["PATH=/bin"], workdir: "/" };

function tree(entries: Readonly<Record<string, Entry>>, loaded = "/"): Tree {
  return { entries: new Map(Object.entries(entries)), loaded: new Set([loaded]) };
}

const finds = [
  { path: "/bin/sh", expected: { kind: "file", path: "/usr/bin/busybox" } },
  { path: "/usr/bin/../bin/busybox", expected: { kind: "file", path: "/usr/bin/busybox" } },
  { path: "/up/x", expected: { kind: "file", path: "/usr/x" } },
  { path: "/loop", expected: { kind: "absent", path: "/loop" } },
  { path: "/bin/none", expected: { kind: "absent", path: "/usr/bin/none" } },
];

for (const { path, expected } of finds) {
  test(`${path} leads to ${expected.kind} ${expected.path}`, () => {
    const image = tree({
      "/bin": link("usr/bin"),
      "/usr/bin/sh": link("/bin/busybox"),
      "/usr/bin/busybox": elf(amd64),
      // `..` counts from where the link leads.
      "/up": link("bin/.."),
      "/usr/x": elf(amd64),
      "/loop": link("loop"),
    });
    const { kind, path: end } = find(image, path);
    assert.deepEqual({ kind, path: end }, expected);
  });
}

const reached = [
  { name: "entrypoint", image: { "/app": elf(amd64) }, expected: { "/app": "entrypoint" } },
  { name: "PATH", image: { "/bin/x": elf(amd64) }, expected: { "/bin/x": "PATH" } },
  {
    name: "a chain of links",
    image: { "/bin/java": link("/etc/java"), "/etc/java": link("../jvm/j"), "/jvm/j": elf(amd64) },
    expected: { "/jvm/j": "link /bin/java" },
  },
  {
    name: "an interpreter and what env looks for",
    image: { "/app": script("/env node"), "/env": elf(amd64), "/bin/node": elf(amd64) },
    expected: { "/env": "interpreter of /app", "/bin/node": "interpreter of /app" },
  },
  {
    name: "a loader",
    image: { "/app": elf(amd64, "/lib/ld.so"), "/lib/ld.so": elf(arm64) },
    expected: { "/app": "entrypoint", "/lib/ld.so": "loader of /app" },
  },
  {
    name: "a script that names itself",
    image: { "/app": script("/env app"), "/bin/app": script("/env app"), "/env": elf(amd64) },
    expected: { "/env": "interpreter of /app" },
  },
  { name: "nothing else", image: { "/opt/x": elf(amd64) }, expected: {} },
];

for (const { name, image, expected } of reached) {
  test(`reached by ${name}`, () => {
    const { programs } = programsIn(tree(image), config, false);
    assert.deepEqual(Object.fromEntries(programs.map(({ path, via }) => [path, via])), expected);
  });
}

test("strict takes every ELF file", () => {
  const { programs } = programsIn(tree({ "/opt/x": elf(amd64) }), config, true);
  assert.deepEqual(programs, [{ path: "/opt/x", elf: amd64, via: "image" }]);
});

test("asks for what lies outside the folders that were read", () => {
  const image = tree({ "/bin/java": link("/jvm/java") }, "/bin");
  assert.deepEqual(programsIn(image, config, false).unknown, ["/app", "/jvm/java"]);
});

const faults = [
  { name: "missing", image: {}, expected: /^\/app, which the image starts, is not in it$/ },
  {
    name: "without #!",
    image: { "/app": { kind: "other", executable: true } },
    expected: /neither/,
  },
  {
    name: "without its loader",
    image: { "/app": elf(amd64, "/lib/ld") },
    expected: /\/lib\/ld, its/,
  },
  {
    name: "without its interpreter",
    image: { "/app": script("/bin/sh") },
    expected: /\/bin\/sh, its/,
  },
  {
    name: "not executable",
    image: { "/app": { kind: "other", executable: false } },
    expected: /not executable/,
  },
] as const;

for (const { name, image, expected } of faults) {
  test(`an entrypoint ${name} is noticed`, () => {
    assert.match(programsIn(tree(image), config, false).notices.join("\n"), expected);
  });
}

const aarch64 = architectures.find(({ target }) => target === "aarch64") ?? arm64;
const judged = [
  { name: "foreign", path: "/bin/x", machine: amd64, foreign: 1, allowed: 0, notices: 0 },
  { name: "right", path: "/bin/x", machine: arm64, foreign: 0, allowed: 0, notices: 0 },
  {
    name: "an emulator",
    path: "/bin/qemu-x86_64",
    machine: amd64,
    foreign: 0,
    allowed: 0,
    notices: 0,
  },
  { name: "allowed", path: "/bin/cross-ld", machine: amd64, foreign: 0, allowed: 1, notices: 1 },
  { name: "32-bit ARM", path: "/bin/x", machine: arm, foreign: 0, allowed: 0, notices: 1 },
  {
    name: "another order",
    path: "/bin/x",
    machine: { ...arm64, data: "big" },
    foreign: 1,
    allowed: 0,
    notices: 0,
  },
];

for (const { name, path, machine, ...expected } of judged) {
  test(`in an arm64 image: ${name}`, () => {
    const program = { path, elf: machine, via: "PATH" };
    const rules = {
      platform: { os: "linux", architecture: "arm64" },
      architecture: aarch64,
      allow: ["/bin/cross-*"],
    };
    const report = checkReport({ programs: [program], unknown: [], notices: [] }, rules);
    const { foreign, allowed, notices } = report;
    assert.deepEqual(
      { foreign: foreign.length, allowed: allowed.length, notices: notices.length },
      expected,
    );
  });
}

test("an image without any program passes with a notice", () => {
  const { programs, unknown } = programsIn(emptyTree(), { ...config, entrypoint: [] }, true);
  const rules = {
    platform: { os: "linux", architecture: "arm64" },
    architecture: aarch64,
    allow: [],
  };
  const report = checkReport({ programs, unknown, notices: [] }, rules);
  assert.deepEqual([report.foreign, report.notices.length], [[], 1]);
});
