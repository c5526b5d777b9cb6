/** Builds, tests and emulators that fail: nothing is published, nothing stays, and the log says why. */

import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { assertFailedEarly, builds, errorOf, type JobRun, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";

async function pushed(
  bench: Bench,
  steps: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<JobRun> {
  const context = await folder(bench, "context", { Dockerfile: `FROM ${bench.base}\n${steps}\n` });
  const common = { context, platforms: "linux/arm64", tags: `${bench.repository}:1`, push: "true" };
  const job = await runJob(bench, { ...common, ...inputs });
  assert.equal(job.main.exitCode, 1, job.main.log);
  assert.deepEqual(job.left, [], "main itself undid everything");
  assert.equal(await publishedIndex(`${bench.repository}:1`), undefined, "nothing is published");
  return job;
}

onEngines("a RUN step that fails is told with its last lines and its exit code", async (bench) => {
  const job = await pushed(bench, 'RUN echo first && echo "second of $(uname -m)" && exit 42');
  const text = errorOf(job);
  assert.match(text, /second of aarch64/);
  assert.match(text, /exit code:? 42/);
  assert.match(text, /RUN echo first/);
  assert.match(text, /linux\/arm64/);
  assert.equal(builds(job.calls).length, 1);
});

onEngines("a test that fails on one of two platforms publishes neither", async (bench) => {
  const job = await pushed(bench, "COPY Dockerfile /", {
    platforms: "linux/amd64,linux/arm64",
    test: 'echo "on $(uname -m)"\ntest "$(uname -m)" = x86_64',
    ...(bench.engine.store === "classic" ? { provenance: "true" } : {}),
  });
  const text = errorOf(job);
  assert.match(text, /linux\/arm64/);
  assert.match(text, /on aarch64/);
  assert.doesNotMatch(text, /on x86_64/);
  assert.match(text, /exit code:? 1/);
});

onEngines(
  "a base image that has no such platform",
  async (bench) => {
    const job = await pushed(bench, "RUN true", { platforms: "linux/s390x" });
    assert.match(errorOf(job), /linux\/s390x/);
    assert.match(errorOf(job), new RegExp(`${bench.base}`));
    assert.doesNotMatch(errorOf(job), /a bug in Anyarch/);
  },
  "containerd",
);

onEngines("an emulator of another hash is not registered", async (bench) => {
  const job = await pushed(bench, "RUN true", {
    emulator: join(bench.qemuDir, "qemu-aarch64"),
    "emulator-sha256": "0".repeat(64),
  });
  assertFailedEarly(job);
  assert.match(errorOf(job), /is not the file it should be; it was not used/);
  assert.match(errorOf(job), new RegExp(`expected: sha256 ${"0".repeat(64)}`));
  assert.doesNotMatch(job.main.log, /▾ Register/);
});

const unfit = [
  {
    name: "a script",
    make: (): string => "#!/bin/sh\nexec true\n",
    seen: /script|not an? ELF|no ELF/i,
  },
  { name: "empty", make: (): string => "", seen: /nothing \(0 bytes\)/ },
];
for (const { name, make, seen } of unfit) {
  onEngines(
    `an emulator that is ${name} is not registered`,
    async (bench) => {
      const dir = await folder(bench, "emulator", { "qemu-aarch64": make() });
      const job = await pushed(bench, "RUN true", { emulator: join(dir, "qemu-aarch64") });
      assertFailedEarly(job);
      assert.match(errorOf(job), /cannot serve as emulator qemu-aarch64/);
      assert.match(errorOf(job), seen);
    },
    "containerd",
  );
}

onEngines(
  "an emulator that is dynamic is not registered",
  async (bench) => {
    const path = join(await folder(bench, "emulator", {}), "qemu-aarch64");
    await copyFile("/bin/ls", path);
    const job = await pushed(bench, "RUN true", { emulator: path });
    assertFailedEarly(job);
    assert.match(errorOf(job), /cannot serve as emulator qemu-aarch64/);
    assert.match(errorOf(job), /dynamic/);
  },
  "containerd",
);
