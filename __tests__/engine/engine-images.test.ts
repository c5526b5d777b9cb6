/** Images on real engines: import, look at, export; and the undo by label. */

import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { extract, pack } from "tar-stream";
import { createContainer } from "../../src/engine/container/container.ts";
import { removeByLabel } from "../../src/engine/container/labelled.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { exportFilesystem } from "../../src/engine/images/filesystem.ts";
import { importImage, inspectImage, removeImage } from "../../src/engine/images/images.ts";
import { base, engines, label, leftovers, readyEngine, run, shell } from "./engine-under-test.ts";

const amd64 = { os: "linux", architecture: "amd64" };
const arm64 = { os: "linux", architecture: "arm64" };

for (const under of engines) {
  describe(`images on ${under.name}`, () => {
    const image = `anyarch.local/${run}/${under.name}:1`;
    let engine: Engine;

    before(async () => {
      engine = await readyEngine(under);
      const tar = pack();
      tar.entry({ name: "etc/word" }, "hello\n");
      tar.finalize();
      await importImage(engine, tar, { ref: image, platform: arm64 });
    });
    after(async () => {
      await removeImage(engine, image);
      engine.close();
    });

    it("imports a stream of files as an image of a platform", async () => {
      const found = await inspectImage(engine, image);
      assert.deepEqual(found?.platform, arm64);
      assert.deepEqual(found?.config.entrypoint, []);
      assert.match(found?.id ?? "", /^sha256:[0-9a-f]{64}$/);
    });

    it("knows no image of another platform or name", async () => {
      assert.equal(await inspectImage(engine, image, amd64), undefined);
      assert.equal((await inspectImage(engine, image, arm64))?.platform.architecture, "arm64");
      assert.equal(await inspectImage(engine, "anyarch.local/no/such:1"), undefined);
    });

    it("reads the files of an image without running it, and leaves no container", async () => {
      const labels = { "anyarch.job": run };
      const { tar, removed } = await exportFilesystem(engine, {
        ref: image,
        platform: arm64,
        labels,
      });
      const files = new Map<string, string>();
      for await (const entry of tar.pipe(extract())) {
        files.set(entry.header.name, (await buffer(entry)).toString());
      }
      assert.equal(files.get("etc/word"), "hello\n");
      assert.equal(await removed, undefined);
      assert.deepEqual(await leftovers(engine), []);
    });

    it("leaves no container when an export is broken off", async () => {
      const request = { ref: base, platform: amd64, labels: { "anyarch.job": run } };
      const { tar, removed } = await exportFilesystem(engine, request);
      tar.destroy();
      assert.equal(await removed, undefined);
      assert.deepEqual(await leftovers(engine), []);
    });

    it("removes what carries a label, running or not, and nothing else", async () => {
      const labels = { "anyarch.job": `${run}-undo` };
      const id = await createContainer(engine, { ...shell("$B sleep 60"), labels });
      const body = { Name: `${run}-volume`, Labels: labels };
      await engine.request("POST", "/volumes/create", { body });
      await engine.request("POST", `/containers/${id}/start`);
      const removed = await removeByLabel(engine, `${label}-undo`);
      assert.deepEqual(removed, { containers: [id], volumes: [body.Name], failures: [] });
      assert.equal((await removeByLabel(engine, `${label}-undo`)).containers.length, 0);
    });
  });
}
