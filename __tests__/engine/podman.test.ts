/** Rootless podman, by the socket where it speaks docker's API. */

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { folder, onEngines, ROOT } from "../support/action.ts";
import { errorOf, runJob } from "../support/job-run.ts";
import { podmanEngine } from "../support/podman-engine.ts";

onEngines(
  "rootless podman gets handlers of its own by the set-up step, and builds nothing",
  async (rig) => {
    const bench = await podmanEngine(rig);
    const machines = await readdir("/proc/sys/fs/binfmt_misc");
    const run = async (): Promise<string> =>
      await bench.docker("run", "--rm", "--network=none", bench.base, "uname", "-m");
    const inputs = { platforms: "arm64", emulator: bench.qemuDir };
    const { main } = await runJob(bench, inputs, {
      action: join(ROOT, "setup"),
      between: async ({ log }) => {
        assert.equal(await run(), "aarch64", log);
        const ours = (name: string): boolean =>
          name.startsWith("anyarch-") && !machines.includes(name);
        assert.deepEqual((await readdir("/proc/sys/fs/binfmt_misc")).filter(ours), []);
      },
    });
    assert.equal(main.exitCode, 0, main.log);
    assert.match(main.log, /^podman \d\S+, linux\/\w+, Linux /m);
    assert.match(main.log, /^linux\/arm64: ran a program, kernel says aarch64/m);
    // Ended by its helpers, which wait 20 s for one that does not start.
    assert.ok(main.ms < 15_000, `${main.ms} ms`);
    // It has seen the machine's handlers until it had its own, and never does again.
    const after = await run().catch(() => "none");
    assert.notEqual(after, "aarch64");

    const context = await folder(bench, "context", { Dockerfile: `FROM ${bench.base}\n` });
    const built = await runJob(bench, { platforms: "arm64", context });
    assert.match(errorOf(built), /^Podman answers in the engine's place: it has no BuildKit/);
    assert.deepEqual(built.left, []);
  },
  "classic",
);
