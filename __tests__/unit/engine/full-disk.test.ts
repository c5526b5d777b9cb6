/** What is removed from an engine whose disk is full. */

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { connectEngine } from "../../../src/engine/connection/connection.ts";
import { removeImage } from "../../../src/engine/images/images.ts";
import { fakeEngine } from "./fake-engine.ts";

let full = 0;
let asked = 0;
const fake = await fakeEngine(({ method }, response) => {
  if (method !== "DELETE") return void response.end();
  asked += 1;
  if (full-- <= 0) return void response.end("[]");
  response.writeHead(500).end('{"message":"write /data/x: no space left on device"}');
});
after(() => fake.close());
const engine = await connectEngine(fake.env, new AbortController().signal);
after(() => engine.close());

test("an image goes once the engine can write again", async () => {
  full = 1;
  await removeImage(engine, "a:1");
  assert.equal(asked, 2);
});

test("an engine that stays full is told of, after some tries", async () => {
  [full, asked] = [99, 0];
  await assert.rejects(removeImage(engine, "a:1"), /Could not remove the image a:1/);
  assert.equal(asked, 5);
});
