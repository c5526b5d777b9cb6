/** Files and folders the inputs name, looked for in a real folder. */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inputFaultsOnDisk } from "../../../src/inputs/on-disk.ts";
import { type Raw, read } from "./read.ts";

let root = "";

before(async () => {
  root = await mkdtemp(join(tmpdir(), "anyarch-on-disk-"));
  await mkdir(join(root, "app"));
  await mkdir(join(root, "small"));
  await writeFile(join(root, "app", "Dockerfile"), "FROM scratch\n");
  await writeFile(join(root, "small", "dockerfile"), "FROM scratch\n");
  await writeFile(join(root, "token.txt"), "t");
});
after(async () => await rm(root, { recursive: true }));

const fine: readonly { name: string; raw: Raw }[] = [
  { name: "a context with its Dockerfile", raw: { context: "$/app" } },
  { name: "a Dockerfile in small letters", raw: { context: "$/small" } },
  { name: "a Dockerfile elsewhere", raw: { context: "$", file: "$/app/Dockerfile" } },
  { name: "the default Git context", raw: {} },
  {
    name: "addresses",
    raw: { context: "https://example.com/a.git#main", file: "nowhere/Dockerfile" },
  },
  { name: "Git over SSH", raw: { context: "git@example.com:a/b.git" } },
  { name: "standard input", raw: { context: "-" } },
  { name: "a Dockerfile from standard input", raw: { context: "$", file: "-" } },
  {
    name: "further contexts",
    raw: { "build-contexts": "a=$/app\nb=docker-image://alpine\nc=target:x\nd=oci-layout://y" },
  },
  {
    name: "outputs into folders that are there, or made by BuildKit",
    raw: { outputs: "type=oci,dest=$/app/a.tar\ntype=local,dest=$/new/out\ntype=tar,dest=-" },
  },
  {
    name: "a secret file and an emulator",
    raw: { "secret-files": "t=$/token.txt", emulator: "$/token.txt" },
  },
];

for (const { name, raw } of fine) {
  test(`${name}: nothing is missing`, async () => assert.deepEqual(await faults(raw), []));
}

const missing: readonly { name: string; raw: Raw; what: RegExp; expected: string | undefined }[] = [
  {
    name: "context",
    raw: { context: "$/nowhere" },
    what: /`context` does not exist/,
    expected: "$ holds app, small, token.txt",
  },
  {
    name: "context under a slip",
    raw: { context: "$/smal" },
    what: /`context`/,
    expected: "did you mean $/small?",
  },
  {
    name: "context that is a file",
    raw: { context: "$/token.txt" },
    what: /`context` is no folder/,
    expected: undefined,
  },
  {
    name: "Dockerfile",
    raw: { context: "$" },
    what: /The Dockerfile does not exist/,
    expected: "$ holds app, small, token.txt",
  },
  {
    name: "named Dockerfile",
    raw: { context: "$", file: "$/app/Dockerfle" },
    what: /`file` does not exist/,
    expected: "did you mean $/app/Dockerfile?",
  },
  {
    name: "Dockerfile that is a folder",
    raw: { context: "$", file: "$/app" },
    what: /`file` is no file/,
    expected: undefined,
  },
  {
    name: "secret file",
    raw: { "secret-files": "t=$/tokn.txt" },
    what: /secret t .*does not exist/,
    expected: "did you mean $/token.txt?",
  },
  {
    name: "emulator",
    raw: { emulator: "$/x/qemu" },
    what: /`emulator` does not exist/,
    expected: "$/x is empty or missing too",
  },
  {
    name: "further context",
    raw: { "build-contexts": "a=$/ap" },
    what: /folder a .*`build-contexts`/,
    expected: "did you mean $/app?",
  },
  {
    name: "folder of an output",
    raw: { outputs: "type=oci,dest=$/nowhere/a/b.tar" },
    what: /folder of .*b\.tar in the input `outputs`/,
    expected: "$/nowhere is empty or missing too",
  },
];

test("what to write instead is told where a name is near, or the folder to make", async () => {
  const fixes = async (raw: Raw) => (await faults(raw)).map(({ fix }) => fix);
  assert.deepEqual(await fixes({ context: "$/smal" }), ["context: $/small"]);
  assert.deepEqual(await fixes({ context: "$", file: "$/app/Dockerfle" }), [
    "file: $/app/Dockerfile",
  ]);
  assert.deepEqual(await fixes({ outputs: "type=oci,dest=$/no/b.tar" }), [
    "run: mkdir -p '$/no'   # in an earlier step",
  ]);
});

for (const { name, raw, what, expected } of missing) {
  test(`a missing ${name} is told with its path and what is near`, async () => {
    const found = await faults(raw);
    assert.equal(found.length, 1);
    assert.match(found[0]?.what ?? "", what);
    assert.ok(found[0]?.seen?.startsWith("$/") || found[0]?.seen === "$");
    assert.equal(found[0]?.expected, expected);
  });
}

test("everything that is missing is told at once", async () => {
  assert.equal(
    (await faults({ context: "$/no", "secret-files": "a=$/1\nb=$/2", emulator: "$/3" })).length,
    4,
  );
});

/** Faults with `$` standing for the folder of the test. */
async function faults(raw: Raw) {
  const filled = Object.entries(raw).map(([key, text]) => [key, text.replaceAll("$", root)]);
  const { inputs } = await read(Object.fromEntries(filled));
  const shown = (text: string | undefined): string | undefined => text?.replaceAll(root, "$");
  return inputFaultsOnDisk(inputs).map(({ parts }) => ({
    what: parts.what,
    seen: shown(parts.seen),
    expected: shown(parts.expected),
    fix: shown(parts.fix),
  }));
}
