/** Containers on real engines: what they print, how they end, and that nothing of them stays. */

import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { pack } from "tar-stream";
import {
  createContainer,
  removeContainer,
  startContainer,
} from "../../src/engine/container/container.ts";
import { removeByLabel } from "../../src/engine/container/labelled.ts";
import { runContainer } from "../../src/engine/container/run.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { type NodeFacts, observeNode } from "../../src/engine/node.ts";
import { base, engines, label, leftovers, readyEngine, shell } from "./engine-under-test.ts";

for (const under of engines) {
  describe(`containers on ${under.name}`, () => {
    let engine: Engine;
    before(async () => {
      engine = await readyEngine(under);
    });
    after(async () => {
      const failures = await removeByLabel(engine, label);
      engine.close();
      assert.deepEqual(failures, []);
    });

    it("tells what its node is", async () => {
      const facts: NodeFacts = await observeNode(engine);
      assert.equal(facts.platform.os, "linux");
      assert.match(facts.kernel, /^\d+\.\d+/);
      assert.match(facts.version, /^\d+\./);
      if (["classic", "containerd"].includes(under.name)) assert.equal(facts.store, under.name);
    });

    it("runs a container with files: exit code and both outputs", async () => {
      const tar = pack();
      tar.entry({ name: "word" }, "hello\n");
      tar.finalize();
      const pieces: string[] = [];
      const result = await runContainer(engine, {
        ...shell("$B cat /in/word; echo oops >&2; exit 3"),
        readonly: true,
        volumes: ["/in"],
        files: { path: "/in", tar: await buffer(tar) },
        onOutput: (stream, data) => pieces.push(`${stream} ${data}`),
      });
      assert.deepEqual(
        { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr },
        { exitCode: 3, stdout: "hello\n", stderr: "oops\n" },
      );
      assert.deepEqual(pieces.toSorted(), ["stderr oops\n", "stdout hello\n"]);
      assert.equal(await result.removed, undefined);
      assert.deepEqual(await leftovers(engine), []);
    });

    it("waits for the end of a removal that is under way", async () => {
      const id = await createContainer(engine, shell("exit"));
      await startContainer(engine, id, base);
      const first = removeContainer(engine, id);
      assert.equal(await removeContainer(engine, id), undefined);
      assert.deepEqual(await leftovers(engine), []);
      assert.equal(await first, undefined);
    });

    it("takes rights away, gives user and environment", async () => {
      const script = "$B grep CapBnd /proc/self/status; echo $WORD; $B id -u; >/x";
      const result = await runContainer(engine, {
        ...shell(script),
        readonly: true,
        capDrop: ["ALL"],
        securityOpt: ["no-new-privileges"],
        env: { WORD: "a=b c", B: "/bin/busybox" },
        user: "1234",
      });
      assert.match(result.stdout, /^CapBnd:\s0+\na=b c\n1234\n$/);
      assert.match(result.stderr, /^[^\n]*can't create \/x: Read-only file system\n$/);
      await result.removed;
    });

    it("keeps the last MiB of an output", async () => {
      const result = await runContainer(engine, shell("$B seq 1 300000"));
      assert.equal(result.stdout.length, 1024 * 1024);
      assert.match(result.stdout, /\n299999\n300000\n$/);
      await result.removed;
    });

    it("quotes the engine when a program cannot be started, and leaves nothing", async () => {
      const spec = { ...shell(""), cmd: ["/no/such/program"] };
      await assert.rejects(runContainer(engine, spec), (error: unknown) => {
        assert.match(JSON.stringify(error), /Could not start .*\/no\/such\/program.*no such file/);
        return true;
      });
      assert.deepEqual(await leftovers(engine), []);
    });

    it("refuses a missing image", async () => {
      const spec = { ...shell(""), image: "anyarch.local/no/such:1" };
      await assert.rejects(runContainer(engine, spec), {
        message: "Could not create a container of anyarch.local/no/such:1",
      });
    });

    it("kills a container at an abort, throws its reason, and leaves nothing", async () => {
      const cancel = new AbortController();
      const reason = new Error("cancelled");
      const started = performance.now();
      const onOutput = (): void => cancel.abort(reason);
      const spec = { ...shell("echo up; $B sleep 60"), signal: cancel.signal, onOutput };
      await assert.rejects(runContainer(engine, spec), reason);
      assert.ok(performance.now() - started < 5000);
      assert.deepEqual(await leftovers(engine), []);
    });
  });
}
