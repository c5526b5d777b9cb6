/** Images on real engines: import, look at, export; and the undo by label. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { pack } from "tar-stream";
import { createContainer } from "../../src/engine/container/container.ts";
import { removeByLabel } from "../../src/engine/container/labelled.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { importImage, inspectImage, removeImage } from "../../src/engine/images/images.ts";
import { engines, label, readyEngine, run, shell } from "./engine-under-test.ts";

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
      assert.match(found?.id ?? "", /^sha256:[0-9a-f]{64}$/);
    });

    it("knows no image of another platform or name", async () => {
      assert.equal(await inspectImage(engine, image, amd64), undefined);
      assert.equal((await inspectImage(engine, image, arm64))?.platform.architecture, "arm64");
      assert.equal(await inspectImage(engine, "anyarch.local/no/such:1"), undefined);
    });

    it("removes what carries a label, running or not, and nothing else", async () => {
      const labels = { "anyarch.job": `${run}-undo` };
      const id = await createContainer(engine, { ...shell("$B sleep 60"), labels });
      const body = { Name: `${run}-volume`, Labels: labels };
      await engine.request("POST", "/volumes/create", { body });
      await engine.request("POST", `/containers/${id}/start`);
      assert.deepEqual(await removeByLabel(engine, `${label}-undo`), []);
      for (const path of [`/containers/${id}/json`, `/volumes/${body.Name}`]) {
        assert.equal((await engine.request("GET", path)).status, 404, path);
      }
    });
  });
}
