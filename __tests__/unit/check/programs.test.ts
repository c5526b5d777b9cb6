/** Which programs of an image count, through links, `#!` lines and loaders. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { programsIn } from "../../../src/image/check/programs.ts";
import { type Entry, find, type Tree } from "../../../src/image/check/tree.ts";

const amd64 = { class: 64, data: "little", machine: 62 };
const arm64 = { class: 64, data: "little", machine: 183 };
const elf = (machine: typeof amd64, loader?: string): Entry => ({
  kind: "elf",
  elf: loader === undefined ? machine : { ...machine, loader },
  executable: true,
});
const link = (target: string): Entry => ({ kind: "link", target });
const script = (interpreter: string): Entry => ({
  kind: "script",
  interpreter,
  starts: [],
  executable: true,
});
const config = { entrypoint: ["/app"], cmd: [], env: ["PATH=/bin"], workdir: "/", health: [] };

function tree(entries: Readonly<Record<string, Entry>>, loaded = "/"): Tree {
  return {
    entries: new Map(Object.entries(entries)),
    loaded: new Set([loaded]),
    libraries: new Map(),
  };
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
    expected: { "/env": "interpreter of /app", "/bin/node": "PATH" },
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
    name: "with the line ends of Windows",
    image: { "/app": { ...script("/bin/sh"), carriageReturn: true }, "/bin/sh": elf(amd64) },
    expected: /^\/app, which the image starts, has the line ends of Windows/,
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
