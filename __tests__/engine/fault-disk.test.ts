/** An engine whose disk is full in the middle of a build: named, nothing published, nothing left. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { folder, onEngines } from "../support/action.ts";
import { runJob } from "../support/job-run.ts";
import { errorOf } from "../support/place.ts";
import { smallEngine } from "../support/private-engine.ts";

onEngines(
  "the engine's disk is full: it is named with its cure, nothing is pushed, and nothing is left",
  async (rig) => {
    const bench = await smallEngine(rig, 32);
    const images = (): Promise<string> => bench.docker("image", "ls", "--all", "--quiet");
    const before = await images();
    const dir = await folder(bench, "context", {
      Dockerfile: "FROM scratch\nCOPY data /data\n",
      data: randomBytes(40_000_000),
    });
    const tag = `${bench.repository}:1`;
    const inputs = { context: dir, platforms: "linux/amd64", tags: tag, push: "true" };
    const { main } = await runJob(bench, inputs);
    assert.equal(main.exitCode, 1, main.log);
    assert.match(errorOf(main), /no space left on device/);
    assert.match(
      errorOf(main),
      /likely cause: The disk of the builder, or of the engine that takes the image, is full\.\n {2}do this:\n {4}docker system prune/,
    );
    assert.equal(main.outputs.digest ?? "", "");
    assert.equal(await images(), before);
    await assert.rejects(rig.docker("manifest", "inspect", "--insecure", tag));
  },
  "classic",
);

onEngines(
  "a step under emulation that fills the disk: it is named, nothing is pushed, and nothing is left",
  async (rig) => {
    const bench = await smallEngine(rig, 32);
    const images = (): Promise<string> => bench.docker("image", "ls", "--all", "--quiet");
    const before = await images();
    const fill = "dd if=/dev/zero of=/big bs=1M count=50";
    const tag = `${bench.repository}:1`;
    const inputs = { platforms: "linux/arm64", network: "none", tags: tag, push: "true" };
    for (const [step, cause] of [
      [
        `RUN ${fill}`,
        /likely cause: The disk of the builder, or of the engine that takes the image, is full\./,
      ],
      // A step that hides it is green, as it is on any machine: the image is what it made of it.
      [`RUN ${fill} || rm /big`, undefined],
    ] as const) {
      const Dockerfile = `FROM ${bench.base}\n${step}\n`;
      const context = await folder(bench, "emulated", { Dockerfile });
      const { main } = await runJob(bench, {
        context,
        ...inputs,
        ...(cause ? {} : { push: "false" }),
      });
      assert.equal(main.exitCode, cause === undefined ? 0 : 1, main.log);
      if (cause !== undefined) {
        assert.match(errorOf(main), /linux\/arm64.*RUN dd/s);
        assert.match(errorOf(main), cause);
        await assert.rejects(rig.docker("manifest", "inspect", "--insecure", tag));
        assert.equal(await images(), before);
      }
    }
  },
  "classic",
);

onEngines(
  "the engine's disk is full while a node's image is loaded into it: nothing is pushed or left",
  async (rig) => {
    const bench = await smallEngine(rig, 32);
    const images = (): Promise<string> => bench.docker("image", "ls", "--all", "--quiet");
    const before = await images();
    const context = await folder(bench, "loaded", {
      Dockerfile: "FROM scratch\nCOPY data /data\n",
      data: randomBytes(40_000_000),
    });
    const tag = `${bench.repository}:1`;
    await bench.docker("context", "create", "far", "--docker", `host=${rig.engine.dockerHost}`);
    const inputs = {
      context,
      nodes: "linux/amd64=far",
      platforms: "linux/amd64",
      tags: tag,
      push: "true",
    };
    const { main } = await runJob(bench, inputs);
    assert.equal(main.exitCode, 1, main.log);
    // Which of the two ends first is theirs to tell.
    assert.match(errorOf(main), /no space left on device|closed pipe/);
    assert.match(errorOf(main), /disk[\s\S]*docker system prune/);
    assert.equal(await images(), before);
    await assert.rejects(rig.docker("manifest", "inspect", "--insecure", tag));
  },
  "classic",
);
