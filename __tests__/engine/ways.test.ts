/** The whole step on engines whose users are not the machine's. */

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, folder, onEngines, ROOT } from "../support/action.ts";
import { type JobOptions, runJob } from "../support/job-run.ts";
import { remappedEngine, rootlessEngine } from "../support/private-engine.ts";
import type { ActionRun } from "../support/runner.ts";

const MISC = "/proc/sys/fs/binfmt_misc";

/** Handlers of the machine that bear the name of the job. */
async function handlersOf({ state }: ActionRun): Promise<string[]> {
  const { jobId = "-" }: { jobId?: string } = JSON.parse(state.ledger ?? "{}");
  return (await readdir(MISC)).filter((name) => name.startsWith(jobId));
}

/** Builds, tests and loads by programs of arm64; afterwards the machine and the engine are as before. */
async function works(
  bench: Bench,
  inputs: Readonly<Record<string, string>>,
  options: JobOptions,
): Promise<string> {
  const Dockerfile = `FROM ${bench.base}\nRUN uname -m > /machine\n`;
  const dir = await folder(bench, "context", { Dockerfile });
  const usual = {
    context: ".",
    platforms: "linux/arm64",
    tags: "ways:1",
    load: "true",
    network: "none",
    test: "uname -m | cmp - /machine",
  };
  const { main } = await runJob(
    bench,
    { ...usual, ...inputs },
    { dir, stays: ["left behind: image ways:1"], ...options },
  );
  assert.equal(main.exitCode, 0, main.log);
  assert.match(main.log, /^linux\/arm64: ran a program, kernel says aarch64/m);
  await bench.docker("image", "rm", "ways:1");
  return main.log;
}

onEngines(
  "an engine that remaps users has the machine's handlers",
  async (rig) => {
    const bench = await remappedEngine(rig);
    const between = async (main: ActionRun): Promise<void> => {
      assert.equal((await handlersOf(main)).length, 1, main.log);
    };
    const log = await works(bench, { register: "auto" }, { between });
    assert.match(log, /by a container without rights outside of the remapped users/);
    // Among those users no engine starts a privileged container.
    const inputs = { platforms: "arm64", register: "privileged", emulator: bench.qemuDir };
    const { main } = await runJob(bench, inputs, { action: join(ROOT, "setup"), between });
    assert.match(main.log, /by a privileged container outside of the remapped users/);
    assert.match(main.log, /^linux\/arm64: ran a program, kernel says aarch64/m);
  },
  "containerd",
);

onEngines(
  "a rootless engine gets handlers of its own",
  async (rig) => {
    const bench = await rootlessEngine(rig);
    const between = async (main: ActionRun): Promise<void> => {
      assert.deepEqual(await handlersOf(main), []);
      const seen = await bench.docker(
        "run",
        "--rm",
        "--network=none",
        "--platform=linux/arm64",
        bench.base,
        "uname",
        "-m",
      );
      assert.equal(seen, "aarch64");
    };
    const log = await works(bench, { register: "auto" }, { between });
    assert.match(log, /as the engine is rootless/);
  },
  "containerd",
);
