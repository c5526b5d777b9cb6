import assert from "node:assert/strict";
import { chmod } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { inFolder, namesIn } from "../support/faults.ts";
import { powerless, tried } from "../support/faulty-run.ts";
import { toldEngine } from "../support/told-engine.ts";

async function listening(path: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return server;
}

describe("an engine that cannot be reached", () => {
  it("a socket that is not there", async () => {
    await inFolder(async (folder) => {
      const run = await tried(folder, { env: { DOCKER_HOST: "unix:///nowhere/engine.sock" } });
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /^Error: The container engine cannot be reached$/m);
      assert.match(run.log, /unix:\/\/\/nowhere\/engine\.sock.*ENOENT/);
      assert.match(run.log, /names a socket that does not exist/);
      assert.deepEqual([run.state, await namesIn(join(folder, "temp"))], [{}, []]);
    });
  });

  it("a socket that may not be opened", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "engine.sock");
      const server = await listening(path);
      await chmod(path, 0);
      const node = await powerless(folder);
      const run = await tried(folder, { node, env: { DOCKER_HOST: `unix://${path}` } });
      server.close();
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /permission denied: this user is not in the group/);
      assert.match(run.log, /sudo usermod -aG docker/);
    });
  });

  it("something that hangs up", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "engine.sock");
      const server = await listening(path);
      const run = await tried(folder, { env: { DOCKER_HOST: `unix://${path}` } });
      server.close();
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /^Error: The container engine cannot be reached$/m);
    });
  });

  it("something that never answers, until the job is cancelled", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "engine.sock");
      const server = createServer(() => undefined);
      await new Promise<void>((resolve) => server.listen(path, resolve));
      const env = { DOCKER_HOST: `unix://${path}` };
      const run = await tried(folder, { env, cancel: { after: 1500 } });
      server.close();
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /^Error: the run was cancelled$/m);
      assert.ok((run.cancelMs ?? 9999) < 3000, `${run.cancelMs} ms after the signal`);
    });
  });
});

describe("an engine that stands still", () => {
  for (const signals of [undefined, [[0, "SIGTERM"]] as const]) {
    const name = signals === undefined ? "the runner's signals" : "SIGTERM alone";
    it(`is not waited for once the job is cancelled, by ${name}`, async () => {
      const engine = await toldEngine(undefined, "hangs");
      await inFolder(async (folder) => {
        const plan = { when: (line: string) => line.startsWith("::group::Obtain") };
        const cancel = { ...plan, ...(signals === undefined ? {} : { signals }) };
        const inputs = { emulator: process.execPath, "emulator-cache": "false" };
        const run = await tried(folder, { env: engine.env, with: inputs, cancel });
        assert.deepEqual([run.exitCode, run.signal], [1, null], run.log);
        assert.match(run.log, /^Error: the run was cancelled$/m);
        assert.ok((run.cancelMs ?? 9999) <= 7000, `${run.cancelMs} ms after the signal`);
        assert.match(
          run.log,
          /^Could not undo this job's containers: .*; the post step tries again$/m,
        );
        const ledger = JSON.parse(run.state.ledger ?? "{}");
        assert.equal(ledger.undone, false, "for post");
        const left = await namesIn(join(folder, "temp"));
        assert.deepEqual(left, [`${ledger.jobId}.mark`], "what could be undone is");
      }).finally(() => engine.close());
    });
  }
});
