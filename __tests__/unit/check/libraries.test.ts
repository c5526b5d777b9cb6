/** Which libraries a program loads, and where they are looked for. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { librariesOf } from "../../../src/image/check/libraries.ts";
import { searchLibraries } from "../../../src/image/check/library-search.ts";
import { type Entry, emptyTree } from "../../../src/image/check/tree.ts";

const own = readFileSync("/bin/sh");
const partOf = (bytes: Buffer) => async (offset: number, size: number) =>
  bytes.subarray(offset, offset + size);

/** A dynamic program of either width and order that loads `a.so` and `b.so`, and looks in `/own`. */
function program(wide: boolean, little: boolean): Buffer {
  const bytes = Buffer.alloc(1024);
  const width = wide ? 8 : 4;
  const put = (at: number, size: number, value: number): void => {
    const from = little || size <= 4 ? at : at + 4;
    const count = Math.min(size, 4);
    if (little) bytes.writeUIntLE(value, from, count);
    else bytes.writeUIntBE(value, from, count);
  };
  bytes.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, little ? 1 : 2, 1]);
  const headers = wide ? 64 : 52;
  const each = wide ? 56 : 32;
  put(wide ? 32 : 28, width, headers);
  put(wide ? 54 : 42, 2, each);
  put(wide ? 56 : 44, 2, 2);
  const [offset, address, size] = wide ? [8, 16, 32] : [4, 8, 16];
  for (const [index, [type, at, length]] of [
    [1, 0, 1024],
    [2, 512, 12 * width],
  ].entries()) {
    const start = headers + index * each;
    put(start, 4, type ?? 0);
    put(start + offset, width, at ?? 0);
    put(start + address, width, 0x10000 + (at ?? 0));
    put(start + size, width, length ?? 0);
  }
  const entries = [1, 1, 1, 6, 5, 0x10000 + 768, 10, 256, 29, 11, 0, 0];
  for (const [index, value] of entries.entries()) put(512 + index * width, width, value);
  bytes.write("\0a.so\0b.so\0/own:$ORIGIN/x\0", 768, "latin1");
  return bytes;
}

for (const wide of [true, false]) {
  for (const little of [true, false]) {
    const bytes = program(wide, little);
    const name = `${wide ? 64 : 32} bits, ${little ? "little" : "big"}-endian`;
    test(`libraries of a program of ${name}`, async () => {
      const expected = { names: ["a.so", "b.so"], folders: ["/own", "$ORIGIN/x"] };
      assert.deepEqual(await librariesOf(partOf(bytes)), expected);
      for (let length = 0; length < 1024; length += 7) {
        const { names } = await librariesOf(partOf(bytes.subarray(0, length)));
        assert.ok(names.length === 0 || length > 768);
      }
    });
  }
}

test("libraries of this machine's shell", async () => {
  assert.ok((await librariesOf(partOf(own))).names.some((name) => name.startsWith("libc.")));
});

const arm64 = { class: 64, data: "little", machine: 183, loader: "/lib/ld.so" };
const amd64 = { class: 64, data: "little", machine: 62 };
const file = (elf: typeof amd64): Entry => ({ kind: "elf", elf, executable: false });
const searches = [
  { name: "right", files: { "/lib/a.so": file(arm64) }, foreign: [] },
  { name: "nowhere", files: {}, foreign: [] },
  { name: "foreign", files: { "/own/a.so": file(amd64) }, foreign: ["/own/a.so"] },
  { name: "beside the program", files: { "/app/x/a.so": file(amd64) }, foreign: ["/app/x/a.so"] },
  { name: "where LD_LIBRARY_PATH says", files: { "/ld/a.so": file(amd64) }, foreign: ["/ld/a.so"] },
  {
    name: "foreign in one place and right in another",
    files: { "/usr/local/lib/a.so": file(amd64), "/own/a.so": file(arm64) },
    foreign: [],
  },
  {
    name: "beside the loader's own file",
    files: {
      "/lib/ld.so": { kind: "link", target: "arm/ld.so" },
      "/lib/arm/ld.so": file(arm64),
      "/lib/arm/a.so": file(amd64),
    },
    foreign: ["/lib/arm/a.so"],
  },
] as const;

for (const { name, files, foreign } of searches) {
  test(`a library that is ${name}`, () => {
    const tree = emptyTree();
    tree.loaded.add("/");
    for (const [path, entry] of Object.entries<Entry>(files)) tree.entries.set(path, entry);
    const libraries = { names: ["a.so"], folders: ["/own", "$ORIGIN/x"] };
    const app = { path: "/app/main", elf: arm64 };
    const found = searchLibraries(tree, app, libraries, ["LD_LIBRARY_PATH=/ld"]);
    assert.deepEqual(
      found.foreign.map(({ path }) => path),
      foreign,
    );
    assert.deepEqual(found.unknown, []);
  });
}
