/** A job that was killed, its post step too: all that it left goes with the next run of its runner. */

import assert from "node:assert/strict";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, folder, onEngines, ROOT } from "../support/action.ts";
import { type ActionRun, type RunOptions, runAction } from "../support/runner.ts";
import { traces } from "../support/traces.ts";

/** A runner with a temporary folder of its own. */
function runnerOn(bench: Bench, temp: string) {
  const common = { action: ROOT, temp, toolCache: join(bench.dir, "tools"), env: bench.env };
  const usual = { "buildkit-image": bench.buildkitImage, emulator: bench.qemuDir };
  return {
    main: async (inputs: Record<string, string>, options: Partial<RunOptions> = {}) =>
      await runAction({ ...common, ...options, with: { ...usual, ...inputs } }),
    post: async ({ state }: ActionRun, options: Partial<RunOptions> = {}) =>
      await runAction({ ...common, ...options, entry: "post", state }),
    /** As the real one does between two jobs. */
    nextJob: async () => {
      for (const name of await readdir(temp)) await rm(join(temp, name), { recursive: true });
    },
  };
}

/** A Node that sees an empty folder at `path`. */
async function nodeWithout({ dir }: Bench, path: string): Promise<string> {
  const lines = `mount -t tmpfs none ${path} && exec "$0" "$@"`;
  const script = `exec unshare -m /bin/bash -c '${lines}' '${process.execPath}' "$@"`;
  await writeFile(join(dir, "node"), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
  return join(dir, "node");
}

/** Handlers, and what the engines have. */
async function held(bench: Bench): Promise<string[]> {
  return [...(await traces(bench))].filter((line) => !line.startsWith("file ")).sort();
}

onEngines(
  "killed while its own builder, a test and handlers are there",
  async (bench) => {
    await mkdir(join(bench.dir, "other"));
    const runner = runnerOn(bench, join(bench.dir, "temp"));
    const other = runnerOn(bench, join(bench.dir, "other"));
    const context = await folder(bench, "context", {
      Dockerfile: `FROM ${bench.base}\nRUN true\n`,
    });
    const inputs = { context, platforms: "linux/arm64", load: "true" };
    const before = await held(bench);
    const living = await other.main({ ...inputs, tags: "living:1" });
    assert.equal(living.exitCode, 0, living.log);
    const beside = await held(bench);

    const asleep = { ...inputs, provenance: "true", test: "echo in the test\nsleep 600" };
    const when = (line: string): boolean => line.includes("in the test");
    const killed = await runner.main(asleep, { cancel: { when, signals: [[0, "SIGKILL"]] } });
    assert.equal(killed.signal, "SIGKILL", killed.log);
    await runner.nextJob();
    const left = (await held(bench)).filter((line) => !beside.includes(line));
    for (const what of [
      "handler anyarch-",
      "container ",
      "volume ",
      "builder anyarch-",
      "image anyarch.local/",
    ]) {
      assert.ok(
        left.some((line) => line.includes(what)),
        `${what}: ${left.join("\n")}`,
      );
    }

    // As in a container of the job: the node's binfmt_misc is not to be seen.
    const node = await nodeWithout(bench, "/proc/sys/fs/binfmt_misc");
    const next = await runner.main({ ...inputs, tags: "next:1" }, { node });
    assert.equal(next.exitCode, 0, next.log);
    assert.match(next.log, /^removed handlers that a killed job left: anyarch-\S+-aarch64$/m);
    assert.match(next.log, /^removed what a killed job left in the engine: anyarch-\S+$/m);
    const post = await runner.post(next, { node });
    assert.deepEqual([post.exitCode, post.log], [0, ""]);
    await bench.docker("image", "rm", "next:1");
    assert.deepEqual(await held(bench), beside, "what a living job of another runner has stays");
    const last = await other.post(living);
    assert.deepEqual([last.exitCode, last.log], [0, ""]);
    await bench.docker("image", "rm", "living:1");
    assert.deepEqual(await held(bench), before);
  },
  "classic",
);
