/** What `tarOf` writes, as another reader of tars sees it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { extract } from "tar-stream";
import { type TarEntry, tarOf, tarStream } from "../../../src/engine/tar.ts";

const entries: readonly TarEntry[] = [
  { kind: "folder", path: "host" },
  { kind: "link", path: "bin", target: "host/bin" },
  { kind: "file", path: "lines/empty", data: Buffer.alloc(0), mode: 0o444 },
  { kind: "file", path: "lines/block", data: Buffer.alloc(512, "b"), mode: 0o444 },
  { kind: "file", path: "emulators/ü", data: Buffer.alloc(1300, 0xff), mode: 0o555 },
];

test("a tar holds folders, links and files with their bytes and modes", async () => {
  const reader = extract();
  reader.end(tarOf(entries));
  const seen: unknown[] = [];
  for await (const entry of reader) {
    const pieces: Buffer[] = [];
    for await (const piece of entry) if (Buffer.isBuffer(piece)) pieces.push(piece);
    const { name, type, mode, linkname, uid, gid } = entry.header;
    const data = Buffer.concat(pieces).toString("latin1");
    seen.push([name, type, mode, linkname, uid, gid, data]);
  }
  assert.deepEqual(seen, [
    ["host/", "directory", 0o755, null, 0, 0, ""],
    ["bin", "symlink", 0o777, "host/bin", 0, 0, ""],
    ["lines/empty", "file", 0o444, null, 0, 0, ""],
    ["lines/block", "file", 0o444, null, 0, 0, "b".repeat(512)],
    ["emulators/ü", "file", 0o555, null, 0, 0, "\u00ff".repeat(1300)],
  ]);
});

test("a name that no header holds is refused", () => {
  const entry = { kind: "folder", path: "x".repeat(101) } as const;
  assert.throws(() => tarOf([entry]), TypeError);
});

async function read(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* later(list: Iterable<TarEntry>): AsyncGenerator<TarEntry> {
  for (const entry of list) {
    await new Promise((resolve) => setImmediate(resolve));
    yield entry;
  }
}

test("piece by piece it is the same archive", async () => {
  assert.ok(tarOf(entries).equals(await read(tarStream(later(entries)))));
});

test("an entry is asked for when those before it were read, not sooner", async () => {
  let made = 0;
  async function* counted(): AsyncGenerator<TarEntry> {
    for (const path of "abcdefgh") {
      made += 1;
      yield { kind: "file", path, data: Buffer.alloc(1_000_000), mode: 0o444 };
    }
  }
  let bytes = 0;
  for await (const chunk of tarStream(counted())) {
    bytes += chunk.length;
    assert.ok(made <= bytes / 1_000_000 + 1, `${made} made when ${bytes} bytes were read`);
  }
  assert.equal(made, 8);
});

test("what an entry throws, reading throws, and no end of an archive is given", async () => {
  async function* broken(): AsyncGenerator<TarEntry> {
    yield { kind: "file", path: "a", data: Buffer.from("a"), mode: 0o444 };
    throw new Error("the file changed");
  }
  const chunks: Uint8Array[] = [];
  const reading = async (): Promise<void> => {
    for await (const chunk of tarStream(broken())) chunks.push(chunk);
  };
  await assert.rejects(reading, /the file changed/);
  assert.equal(Buffer.concat(chunks).length, 1024);
});
