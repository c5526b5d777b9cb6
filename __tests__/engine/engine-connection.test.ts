/** Every way to a real engine: socket, tcp, a context through the docker command; and none. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { connectEngine } from "../../src/engine/connection/connection.ts";
import { runContainer } from "../../src/engine/container/run.ts";
import { importImage, inspectImage, removeImage } from "../../src/engine/images/images.ts";
import { Failure } from "../../src/failure.ts";
import { engines, forwarderTo, portOf, readyEngine, run, shell } from "./engine-under-test.ts";

type Env = Readonly<Record<string, string | undefined>>;

const runFile = promisify(execFile);

for (const under of engines) {
  describe(`ways to ${under.name}`, () => {
    const image = `anyarch.local/${run}/way:1`;
    const home: Env = { PATH: process.env.PATH, HOME: process.env.HOME };
    let folder = "";
    let forwarder: Server;
    before(async () => {
      (await readyEngine(under)).close();
      folder = await mkdtemp(join(tmpdir(), "anyarch-ways-"));
      forwarder = forwarderTo(under.dockerHost.replace("unix://", ""));
      await new Promise<void>((resolve) => forwarder.listen(0, "127.0.0.1", resolve));
      const context = ["context", "create", "far", "--docker", `host=${under.dockerHost}`];
      await runFile("docker", context, { env: { ...process.env, DOCKER_CONFIG: folder } });
    });
    after(async () => {
      forwarder.close();
      await rm(folder, { recursive: true });
    });

    const tcp = (): string => `tcp://127.0.0.1:${portOf(forwarder.address())}`;
    const ways: readonly { name: string; env: () => Env; endpoint: () => string }[] = [
      {
        name: "its socket",
        env: () => ({ DOCKER_HOST: under.dockerHost }),
        endpoint: () => under.dockerHost,
      },
      { name: "tcp", env: () => ({ DOCKER_HOST: tcp() }), endpoint: tcp },
      {
        name: "a context",
        env: () => ({ DOCKER_CONFIG: folder, DOCKER_CONTEXT: "far" }),
        endpoint: () => "context far",
      },
    ];
    for (const { name, env, endpoint } of ways) {
      it(`runs a container and takes an upload of 4 MiB through ${name}`, async () => {
        const engine = await connectEngine({ ...home, ...env() });
        try {
          assert.equal(engine.endpoint, endpoint());
          const input = { stdin: true, text: "x".repeat(100_000) };
          const spec = shell("$B head -c 100000 | $B wc -c; $B seq 1 100000", input);
          const results = await Promise.all([
            runContainer(engine, spec),
            runContainer(engine, spec),
          ]);
          for (const { exitCode, stdout, removed } of results) {
            assert.equal(exitCode, 0);
            assert.equal(stdout.length, 588895 + 7);
            assert.equal(stdout.slice(0, 7), "100000\n");
            assert.equal(await removed, undefined);
          }
          const id = await importImage(engine, Buffer.alloc(4 * 1024 * 1024), { ref: image });
          assert.equal((await inspectImage(engine, image))?.id, id);
          await removeImage(engine, image);
        } finally {
          engine.close();
        }
      });

      it(`ends by itself with a connection open through ${name}`, async () => {
        const script = `const { connectEngine } = await import("./src/engine/connection/connection.ts");
          await (await connectEngine(process.env)).request("GET", "/info"); console.log("asked");`;
        const args = ["--import", "tsx", "--input-type=module", "-e", script];
        const options = { env: { ...home, ...env() }, timeout: 20_000 };
        const { stdout } = await runFile(process.execPath, args, options);
        assert.equal(stdout, "asked\n");
      });
    }

    const wrong: readonly { name: string; env: Env; seen: RegExp; cause: RegExp }[] = [
      {
        name: "an ssh host that is not there",
        env: { DOCKER_HOST: "ssh://127.0.0.1:1" },
        seen: /^ssh:\/\/127\.0\.0\.1:1: .{20}/s,
        cause: /docker command cannot reach it/,
      },
      {
        name: "a context that is not there",
        env: { DOCKER_CONTEXT: "nowhere" },
        seen: /context "nowhere"/,
        cause: /wrong .*context/,
      },
      {
        name: "TLS without certificates",
        env: { DOCKER_HOST: "tcp://127.0.0.1:1", DOCKER_TLS_VERIFY: "1" },
        seen: /^tcp:.*: .{20}/s,
        cause: /certificate/,
      },
    ];
    for (const { name, env, seen, cause } of wrong) {
      it(`quotes the docker command about ${name}`, async () => {
        await assert.rejects(connectEngine({ ...home, DOCKER_CONFIG: folder, ...env }), (error) => {
          assert.ok(error instanceof Failure);
          assert.match(error.parts.seen ?? "", seen);
          assert.match(error.parts.cause ?? "", cause);
          return true;
        });
      });
    }
  });
}
