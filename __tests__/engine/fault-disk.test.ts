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
    const bench = await smallEngine(rig, 64);
    const images = (): Promise<string> => bench.docker("image", "ls", "--all", "--quiet");
    const before = await images();
    const dir = await folder(bench, "context", {
      Dockerfile: "FROM scratch\nCOPY data /data\n",
      data: randomBytes(80_000_000),
    });
    const tag = `${bench.repository}:1`;
    const inputs = { context: dir, platforms: "linux/amd64", tags: tag, push: "true" };
    const { main } = await runJob(bench, inputs);
    assert.equal(main.exitCode, 1, main.log);
    assert.match(errorOf(main), /no space left on device/);
    assert.match(
      errorOf(main),
      /likely cause: The disk of the builder is full\.\n {2}do this:\n {4}docker system prune/,
    );
    assert.equal(main.outputs.digest ?? "", "");
    assert.equal(await images(), before);
    await assert.rejects(rig.docker("manifest", "inspect", "--insecure", tag));
  },
  "classic",
);
