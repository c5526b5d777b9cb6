import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { inFolder, namesIn } from "../support/faults.ts";
import { powerless, tried } from "../support/faulty-run.ts";
import { type ToldEngine, withEngine } from "../support/told-engine.ts";

/** Runs `use` in a folder of its own, with an engine on a node with this kernel. */
async function onNode(
  kernel: string | undefined,
  use: (folder: string, engine: ToldEngine) => Promise<void>,
): Promise<void> {
  await withEngine((engine) => inFolder((folder) => use(folder, engine)), kernel);
}

describe("a machine that is not good enough", () => {
  it("kernel 4.4", () =>
    onNode("4.4.0-210-generic", async (folder, engine) => {
      const run = await tried(folder, { env: engine.env });
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /kernel of the engine's node is too old/);
      assert.match(run.log, /got: "4\.4\.0-210-generic"/);
      assert.match(run.log, /Linux 4\.8 or newer/);
      assert.deepEqual(await namesIn(join(folder, "temp")), []);
      assert.deepEqual(
        engine.asked.filter((call) => !call.startsWith("GET ")),
        [],
      );
    }));

  it("kernel 4.8 is", () =>
    onNode("4.8.0-22-generic", async (folder, engine) => {
      const run = await tried(folder, { env: engine.env, with: { "dry-run": "true" } });
      assert.equal(run.exitCode, 0, run.log);
      assert.doesNotMatch(run.log, /too old/);
    }));

  it("no place for temporary files", () =>
    onNode(undefined, async (folder, engine) => {
      await writeFile(join(folder, "file"), "");
      const env = { ...engine.env, RUNNER_TEMP: join(folder, "file") };
      const run = await tried(folder, { env });
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /^Error: no temporary folder could be made$/m);
      assert.match(run.log, /because: ENOTDIR/);
      assert.deepEqual(run.state, {});
    }));

  it("a temporary folder that may not be written to", () =>
    onNode(undefined, async (folder, engine) => {
      const temp = join(folder, "temp");
      await mkdir(temp, { mode: 0o555 });
      const run = await tried(folder, { env: engine.env, temp, node: await powerless(folder) });
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /no temporary folder could be made/);
      assert.match(run.log, /because: EACCES/);
    }));
});

describe("files of the runner that are missing", () => {
  it("no GITHUB_OUTPUT at all", () =>
    onNode(undefined, async (folder, engine) => {
      const env = { ...engine.env, GITHUB_OUTPUT: undefined, GITHUB_STATE: undefined };
      const run = await tried(folder, { env, with: { "dry-run": "true" } });
      assert.equal(run.exitCode, 0, run.log);
      assert.deepEqual(Object.keys(run.state), ["ledger"]);
      assert.deepEqual(run.outputs.emulators, "[]");
    }));

  for (const name of ["OUTPUT", "STATE"]) {
    it(`GITHUB_${name} names a file that is not there`, () =>
      onNode(undefined, async (folder, engine) => {
        const env = { ...engine.env, [`GITHUB_${name}`]: "/nowhere/file" };
        const run = await tried(folder, { env, with: { "dry-run": "true" } });
        assert.equal(run.exitCode, 1);
        assert.match(run.log, /^Error: The runner's file for .* could not be written$/m);
        assert.match(run.log, /nowhere/);
        // Without saved state post does not know of the run, so that nothing may be left for it.
        const mark = name === "OUTPUT" ? [`${JSON.parse(run.state.ledger ?? "").jobId}.mark`] : [];
        assert.deepEqual(await namesIn(join(folder, "temp")), mark);
      }));
  }
});
