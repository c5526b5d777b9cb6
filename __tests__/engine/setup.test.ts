/** The set-up step on real engines, with docker/setup-qemu-action's own examples. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { chmod, chown, copyFile, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { type Bench, onEngines, ROOT } from "../support/action.ts";
import { errorOf, type JobRun, runJob } from "../support/job-run.ts";

const action = join(ROOT, "setup");
/** One for all, so that the distribution's package is fetched once. */
const toolCache = mkdtempSync(join(tmpdir(), "setup-tools-"));
after(() => rmSync(toolCache, { recursive: true, force: true }));

/** Runs it; between main and post `docker run` must print aarch64, and after post fail as before it. */
async function setUp(bench: Bench, inputs: Readonly<Record<string, string>>): Promise<JobRun> {
  const run = ["run", "--rm", "--platform", "linux/arm64", bench.base, "uname", "-m"];
  let seen = "";
  try {
    await bench.docker("pull", "--quiet", "--platform", "linux/arm64", bench.base);
    const job = await runJob(bench, inputs, {
      action,
      toolCache,
      between: async (main) => {
        if (main.exitCode === 0) seen = await bench.docker(...run);
      },
    });
    if (job.main.exitCode === 0) {
      assert.equal(seen, "aarch64");
      await assert.rejects(bench.docker(...run), /exec format error/);
    }
    return job;
  } finally {
    await bench.docker("image", "rm", "--force", bench.base);
  }
}

/** Without inputs: in setup-examples.test.ts. */
const documented: readonly { readonly platforms: string; readonly [input: string]: string }[] = [
  { platforms: "arm64,riscv64,arm" },
  { image: "tonistiigi/binfmt:latest", platforms: "arm64" },
  { "cache-image": "false", platforms: "arm64" },
  { reset: "true", platforms: "arm64" },
];

for (const inputs of documented) {
  const text = Object.entries(inputs).map((pair) => pair.join(": "));
  onEngines(`docker/setup-qemu-action's ${text.join(", ")}`, async (bench) => {
    const { main, left } = await setUp(bench, inputs);
    assert.equal(main.exitCode, 0, main.log);
    const platforms = main.outputs.platforms?.split(",") ?? [];
    for (const name of inputs.platforms.split(",")) {
      assert.ok(platforms.includes(name === "arm" ? "linux/arm/v6" : `linux/${name}`), name);
    }
    assert.ok(left.some((line) => / handler anyarch-.*-aarch64: enabled.*flags: PF/.test(line)));
  });
}

for (const { readable, interpreter } of [
  { readable: true, interpreter: "/host/" },
  { readable: false, interpreter: "/anyarch/emulators/aarch64" },
]) {
  const how = readable ? "opens the node's own file" : "sends what it may not read";
  onEngines(
    `register: container serves it by a container without rights, which ${how}`,
    async (bench) => {
      const emulator = join(bench.dir, "emulators");
      await mkdir(emulator);
      await copyFile(join(bench.qemuDir, "qemu-aarch64"), join(emulator, "qemu-aarch64"));
      await chmod(bench.dir, 0o755);
      await chmod(emulator, readable ? 0o755 : 0o700);
      await chown(emulator, 65534, 65534);
      const inputs = { platforms: "arm64", register: "container", emulator };
      const { main, left } = await setUp(bench, inputs);
      assert.equal(main.exitCode, 0, main.log);
      assert.match(
        main.log,
        /^Handlers are registered by a container without rights, as asked\.$/m,
      );
      const [handler = ""] = left.filter((line) => line.includes(" handler anyarch-"));
      assert.ok(handler.includes(`interpreter ${interpreter}`), handler);
    },
    "classic",
  );
}

onEngines("register: host asks no engine, and serves it all the same", async (bench) => {
  const { main, calls } = await setUp(bench, {
    platforms: "arm64",
    register: "host",
    emulator: bench.qemuDir,
  });
  assert.equal(main.exitCode, 0, main.log);
  assert.match(main.log, /this host, as asked/);
  assert.deepEqual(calls, []);
});

onEngines("G16 a platform that the source lacks registers nothing", async (bench) => {
  const job = await setUp(bench, { platforms: "linux/s390x,linux/amd64", emulator: "/usr/share" });
  assert.equal(job.main.exitCode, 1);
  assert.deepEqual(job.left, []);
  assert.match(errorOf(job), /linux\/amd64: native\n.*linux\/s390x: missing/);
});

onEngines(
  "register: off proves what others registered, or says that it does not run",
  async (bench) => {
    const job = await setUp(bench, { platforms: "linux/xtensa", register: "off" });
    assert.equal(job.main.exitCode, 1);
    assert.deepEqual(job.left, []);
    assert.match(errorOf(job), /program for xtensa does not run/);
  },
);
