/** What is sent to the engine, and what its answers become. */

import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { afterEach, describe, it } from "node:test";
import { connectEngine } from "../../../src/engine/connection/connection.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { Failure } from "../../../src/failure.ts";
import { type FakeEngine, fakeEngine } from "./fake-engine.ts";

let fake: FakeEngine;
let engine: Engine;
afterEach(async () => {
  engine.close();
  await fake.close();
});

async function connected(answer: RequestListener, api?: string): Promise<void> {
  fake = await fakeEngine(answer, api);
  engine = await connectEngine(fake.env);
}

const echo: RequestListener = async (request, response) => {
  const pieces: string[] = [];
  for await (const piece of request) pieces.push(String(piece));
  const type = request.headers["content-type"];
  response.end(JSON.stringify([request.method, request.url, type, pieces.join("")]));
};

describe("requests", () => {
  const cases = [
    { name: "nothing", body: undefined, expected: [undefined, ""] },
    { name: "JSON", body: { a: 1 }, expected: ["application/json", '{"a":1}'] },
    { name: "bytes", body: Buffer.from("tar"), expected: ["application/x-tar", "tar"] },
    {
      name: "a stream",
      body: new Blob(["ta", "r"]).stream(),
      expected: ["application/x-tar", "tar"],
    },
  ];
  for (const { name, body, expected } of cases) {
    it(`sends ${name}, in the engine's version of the API`, async () => {
      await connected(echo);
      const { text } = await engine.request("POST", "/x?y=1", { body });
      assert.deepEqual(
        JSON.parse(text),
        ["POST", "/v1.47/x?y=1", ...expected].map((v) => v ?? null),
      );
    });
  }

  it("speaks no newer version than it was tried with", async () => {
    await connected(echo, "1.99");
    assert.match((await engine.request("GET", "/x")).text, /"\/v1\.51\/x"/);
  });

  it("gives a refusal back to request, and throws it from stream", async () => {
    await connected((_, response) => response.writeHead(500).end('{"message":"no space"}'));
    assert.equal((await engine.request("GET", "/x")).status, 500);
    await assert.rejects(engine.stream("GET", "/x"), (error) => {
      assert.ok(error instanceof Failure);
      return error.parts.seen === "no space";
    });
  });

  it("refuses an answer longer than 16 MiB", async () => {
    await connected((_, response) => response.end(Buffer.alloc(16 * 1024 * 1024 + 1)));
    await assert.rejects(engine.request("GET", "/x"), /longer than 16 MiB/);
  });

  it("throws the reason of an abort, before and within an answer", async () => {
    await connected((request, response) => {
      if (request.url?.endsWith("/slow")) response.write("{");
    });
    for (const path of ["/never", "/slow"]) {
      const cancel = new AbortController();
      setTimeout(() => cancel.abort(new Error("cancelled")), 50);
      await assert.rejects(
        engine.request("GET", path, { signal: cancel.signal }),
        /^Error: cancelled$/,
      );
    }
  });

  it("asks once more where a kept connection was closed under it", async () => {
    let asked = 0;
    await connected((request, response) => {
      asked += 1;
      if (asked === 1) request.socket.destroy();
      else response.end("fine");
    });
    assert.equal((await engine.request("GET", "/x")).text, "fine");
    assert.equal(asked, 2);
  });
});
