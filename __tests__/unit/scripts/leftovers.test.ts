import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { changes, holdings } from "../../../scripts/test/leftovers.ts";

/** What a loopback engine answers, by path. */
const answers: Record<string, unknown> = {};

describe("what an engine holds", () => {
  let folder = "";
  let server: Server;
  const look = async () => {
    const dockerHost = `unix://${join(folder, "engine.sock")}`;
    return await holdings([{ name: "classic", dockerHost, dockerConfig: folder }]);
  };

  beforeEach(async () => {
    Object.assign(answers, {
      "/containers/json?all=1": [{ Names: ["/c"] }],
      "/volumes": { Volumes: null },
      "/networks": [{ Name: "bridge" }],
      "/images/json": [{ RepoTags: ["base:1"] }, { RepoTags: null }],
    });
    folder = await mkdtemp(join(tmpdir(), "test-leftovers-"));
    server = createServer((request, reply) => {
      const answer = answers[request.url ?? ""];
      reply.writeHead(answer === undefined ? 500 : 200).end(JSON.stringify(answer));
    });
    await new Promise<void>((done) => server.listen(join(folder, "engine.sock"), done));
  });
  afterEach(async () => {
    await new Promise((done) => server.close(done));
    await rm(folder, { recursive: true });
  });

  it("is compared by name", async () => {
    const before = await look();
    answers["/containers/json?all=1"] = [{ Names: ["/d"] }];
    answers["/volumes"] = { Volumes: [{ Name: "v" }] };
    answers["/images/json"] = [{ RepoTags: ["base:1", "other:1", "anyarch.local/j/x:1"] }];
    await mkdir(join(folder, "buildx/instances"), { recursive: true });
    await writeFile(join(folder, "buildx/instances/b"), "{}");
    const seen = changes(before, await look()).filter((line) => line.includes(" classic "));
    assert.deepEqual(seen, [
      "left behind: classic container /d",
      "left behind: classic volume v",
      "left behind: classic image anyarch.local/j/x:1",
      "left behind: classic builder b",
      "gone: classic container /c",
    ]);
  });

  it("may go where a run of the action made it, which may end", () => {
    const handler = "handler anyarch-tp1t6j-17016924-1e11302fe5b7-aarch64: enabled";
    assert.deepEqual(changes(new Set([handler, "handler qemu-arm: enabled"]), new Set()), [
      "gone: handler qemu-arm: enabled",
    ]);
    assert.deepEqual(changes(new Set(), new Set([handler])), [`left behind: ${handler}`]);
  });

  it("is never guessed when the engine refuses", async () => {
    delete answers["/networks"];
    await assert.rejects(look(), /\/networks: 500/);
  });
});
