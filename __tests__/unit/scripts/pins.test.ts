/** The defaults that are pinned: each has a record of where it was checked, and is compared byte for byte. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { pinned } from "../../../scripts/pins/list.ts";
import { published } from "../../../scripts/pins/publisher.ts";
import { records } from "../../../scripts/pins/records.ts";
import { tarOf } from "../../../src/engine/tar.ts";

test("every pin has a record, every record a pin, every digest is one", () => {
  const pins = pinned();
  assert.deepEqual(pins.map(({ what }) => what).sort(), records.map(({ what }) => what).sort());
  for (const { digest } of pins) assert.match(digest, /^[0-9a-f]{64}$/);
});

test("a release is compared by the file in it", async (t) => {
  const data = Buffer.from("an emulator");
  const tarball = gzipSync(tarOf([{ kind: "file", path: "qemu-arm-static", data, mode: 0o755 }]));
  const server = createServer((request, response) => {
    if (request.url === "/there") response.end(tarball);
    else response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  const at = (path: string): string => `http://127.0.0.1:${address.port}/${path}`;
  const right = createHash("sha256").update(data).digest("hex");
  const ask = async (digest: string, path: string): Promise<string> =>
    await published({ what: "x", digest, url: at(path) });
  assert.equal(await ask(right, "there"), "same");
  assert.equal(await ask("0".repeat(64), "there"), `differs: ${right}`);
  assert.equal(await ask(right, "elsewhere"), "not reached: HTTP status 404");
});
