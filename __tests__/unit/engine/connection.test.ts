/** What a connection that cannot be had is told as. */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { connectEngine } from "../../../src/engine/connection/connection.ts";
import { Failure } from "../../../src/failure.ts";
import { type FakeEngine, fakeEngine } from "./fake-engine.ts";

let fake: FakeEngine;
let folder = "";
beforeEach(async () => {
  fake = await fakeEngine((_, response) => response.end("<html>"), "");
  folder = fake.folder;
});
afterEach(() => fake.close());

describe("connectEngine", () => {
  it("says that nothing listens", async () => {
    const env = { DOCKER_HOST: `unix://${folder}/no.sock` };
    await assert.rejects(connectEngine(env), (error) => {
      assert.ok(error instanceof Failure);
      return /no\.sock: connect ENOENT/.test(error.parts.seen ?? "");
    });
  });

  it("says that what listens is no engine", async () => {
    await assert.rejects(connectEngine(fake.env), /cannot be reached/);
  });

  it("takes the current context out of config.json, which needs a docker command", async () => {
    await writeFile(join(folder, "config.json"), '{"currentContext":"far"}');
    await assert.rejects(connectEngine({ DOCKER_CONFIG: folder, PATH: folder }), (error) => {
      assert.ok(error instanceof Failure);
      assert.match(error.parts.seen ?? "", /^context far: .*ENOENT/);
      return /there is none on the PATH/.test(error.parts.cause ?? "");
    });
  });
});
