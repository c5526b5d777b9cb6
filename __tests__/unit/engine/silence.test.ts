/** An engine that takes a call and stands still, and one that is not asked for an end too early. */

import assert from "node:assert/strict";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { after, before, beforeEach, describe, it } from "node:test";
import { connectEngine } from "../../../src/engine/connection/connection.ts";
import { beginContainer, endOf } from "../../../src/engine/container/begin.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { Failure } from "../../../src/failure.ts";
import { type FakeEngine, fakeEngine } from "./fake-engine.ts";

const { signal } = new AbortController();
const spec = { image: "registrar", cmd: [], labels: {}, network: "none", stdin: true, signal };

describe("an engine that stands still", () => {
  let fake: FakeEngine;
  let engine: Engine;
  let asked: string[] = [];
  let input: Duplex | undefined;
  const answers: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
    create: (response) => response.end('{"Id":"0123"}'),
    start: (response) => response.writeHead(204).end(),
    "0123": (response) => response.writeHead(204).end(),
    wait: (response) => response.end('{"StatusCode":0}'),
    half: (response) => response.writeHead(200).write("{"),
  };
  before(async () => {
    fake = await fakeEngine(
      ({ url = "" }, response) => {
        const name = /(\w+)(\?.*)?$/.exec(url)?.[1] ?? "";
        asked.push(name);
        answers[name]?.(response);
      },
      "1.41",
      (_, socket) => {
        input = socket;
      },
    );
    engine = await connectEngine(fake.env);
  });
  beforeEach(() => {
    asked = [];
  });
  after(async () => {
    engine.close();
    input?.destroy();
    await fake.close();
  });

  for (const path of ["/never", "/half"]) {
    it(`is told after 10 minutes: ${path}`, async (t) => {
      t.mock.timers.enable({ apis: ["setTimeout"] });
      const call = engine.request("GET", path);
      const failed = assert.rejects(call, (error) => {
        assert.ok(error instanceof Failure);
        assert.equal(error.parts.anchor, "engine-silent");
        return /^The engine stands still: for 600 s it did not answer GET /.test(error.message);
      });
      while (!asked.includes(path.slice(1))) await new Promise(setImmediate);
      // Until the first half is here, too.
      for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
      t.mock.timers.tick(600_000);
      await failed;
    });
  }

  it("is not asked for a container's end before its output has ended", async () => {
    const begun = await beginContainer(engine, spec);
    const ending = endOf(engine, begun, { text: ".\n" });
    if (input === undefined) throw new Error("nobody attached");
    const [read] = await once(input, "data");
    assert.equal(String(read), ".\n");
    while (!asked.includes("start")) await new Promise(setImmediate);
    assert.deepEqual(asked, ["create", "start"]);
    input.end();
    assert.equal((await ending).exitCode, 0);
    await (await ending).removed;
    assert.deepEqual(asked, ["create", "start", "wait", "0123"]);
  });

  it("gives up a container that does not end, and removes it", async () => {
    const begun = await beginContainer(engine, spec);
    await assert.rejects(endOf(engine, begun, { timeoutMs: 50 }), {
      message: "A container of registrar ran longer than 0.05 s and was killed",
    });
    assert.equal(asked.at(-1), "0123");
  });
});
