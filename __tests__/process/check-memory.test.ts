/** How much memory it takes to look through a large image. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { promisify } from "node:util";
import { tarOf } from "../../src/engine/tar.ts";

const SIZE = 8 * 1024 * 1024;
const FILES = 50;

/** Reads the tar at argv[1]; prints how many MB of its pieces were held at the most, and what was found. */
const READER = `
import { get } from "node:http";
import { readTar } from "${import.meta.resolve("../../src/image/check/reading.ts")}";
import { emptyTree } from "${import.meta.resolve("../../src/image/check/tree.ts")}";
const tree = emptyTree();
let most = 0;
const answer = await new Promise((resolve) => get(process.argv[1], resolve));
const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 1);
await readTar(tree, answer, "/");
clearInterval(timer);
console.log(Math.round(most / 1024 / 1024), tree.entries.size);
`;

test("of an image of 400 MB no more than 26 MB are held at a time", async (t) => {
  const data = Buffer.alloc(SIZE);
  const end = 1024; // two empty blocks end a tar
  const file = (n: number): Buffer =>
    tarOf([{ kind: "file", path: `bin/p${n}`, data, mode: 0o755 }]).subarray(0, -end);
  const server = createServer(async (_, response) => {
    for (let n = 0; n < FILES; n += 1) {
      if (!response.write(file(n))) await once(response, "drain");
    }
    response.end(Buffer.alloc(end));
  }).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  const args = ["--import", "tsx", "--input-type=module", "-e", READER];
  const url = `http://127.0.0.1:${address.port}/`;
  const { stdout } = await promisify(execFile)(process.execPath, [...args, url]);
  const [held, found] = stdout.trim().split(" ").map(Number);
  assert.equal(found, FILES);
  assert.ok(Number(held) < 26, `${held} MB were held`);
});
