/** Cases from real reports: an emulator that is not there must be an error, not a green step. */

import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { folder, onEngines } from "../support/action.ts";
import { assertFailedEarly, errorOf, runJob } from "../support/job-run.ts";

const rows = [
  { platforms: "mips64el", missing: "qemu-mips64el" },
  { platforms: "linux/arm64,linux/s390x", missing: "qemu-s390x" },
];

for (const { platforms, missing } of rows) {
  onEngines(
    `G16 ${platforms} of a source without ${missing} fails before anything is registered`,
    async (bench) => {
      const context = await folder(bench, "context", { Dockerfile: `FROM ${bench.base}\n` });
      const emulator = await folder(bench, "emulators", {});
      await copyFile(join(bench.qemuDir, "qemu-aarch64"), join(emulator, "qemu-aarch64"));
      const job = await runJob(bench, { context, platforms, emulator, load: "true" });
      assertFailedEarly(job);
      assert.doesNotMatch(job.main.log, /▾ Register/);
      if (platforms.includes(",")) {
        assert.match(errorOf(job), /linux\/arm64: ok, QEMU \d.*\n.*linux\/s390x: missing, /);
      }
      for (const text of [missing, emulator]) assert.ok(errorOf(job).includes(text), errorOf(job));
    },
    "containerd",
  );
}
