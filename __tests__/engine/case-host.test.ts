/** Cases from real reports: what is on the host already, and what the host must not be opened to. */

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { foreignPackages } from "../../scripts/rig/foreign.ts";
import { folder, onEngines } from "../support/action.ts";
import { euidProgram } from "../support/arm64-program.ts";
import { errorOf, runJob } from "../support/job-run.ts";
import { archTable } from "../support/magic.ts";

const MISC = "/proc/sys/fs/binfmt_misc";
const host = process.arch === "arm64" ? "arm64" : "amd64";
// Debian 11 has 5.2. Where it is no more to be had, the next one's 7.2 is old enough.
const old = await foreignPackages(
  "qemu-old",
  [`qemu-user-static:${host}`],
  ["./usr/bin/qemu-aarch64-static"],
  ["bullseye"],
);

onEngines(
  "G17 an old QEMU that sits there is neither used nor touched",
  async (bench) => {
    const emulator = join(old, "usr/bin/qemu-aarch64-static");
    const { magic, mask } = archTable("aarch64");
    await writeFile(`${MISC}/register`, `:qemu-aarch64:M::${magic}:${mask}:${emulator}:F`);
    bench.cleanup.push(() => writeFile(`${MISC}/qemu-aarch64`, "-1"));
    const before = await readFile(`${MISC}/qemu-aarch64`, "utf8");
    const dockerfile = `FROM ${bench.base}\nRUN test "$(uname -m)" = aarch64\n`;
    const context = await folder(bench, "context", { Dockerfile: dockerfile });
    const inputs = { context, platforms: "linux/arm64", load: "true", tags: "old:1" };
    const { main } = await runJob(bench, inputs, {
      between: async () => {
        assert.equal(await readFile(`${MISC}/qemu-aarch64`, "utf8"), before, "during the job");
        await bench.docker("image", "rm", "old:1");
      },
    });
    assert.equal(main.exitCode, 0, main.log);
    const [, used = ""] = /^linux\/arm64: ran a program, .* QEMU ([\d.]+),/m.exec(main.log) ?? [];
    const [line, found = ""] =
      /^found qemu-aarch64 ([\d.]+) \(.*\), using QEMU ([\d.]+) for this job$/m.exec(main.log) ??
      [];
    assert.ok(line?.endsWith(`using QEMU ${used} for this job`), main.log);
    assert.ok(Number.parseInt(found, 10) < Number.parseInt(used, 10), line);
    assert.equal(await readFile(`${MISC}/qemu-aarch64`, "utf8"), before, "after post");
  },
  "containerd",
);

for (const setuid of [false, true]) {
  onEngines(
    `G19 a setuid program ${setuid ? "becomes root with setuid: true" : "does not become root"}`,
    async (bench) => {
      const context = await folder(bench, "context", {
        Dockerfile: `FROM ${bench.base}\nCOPY --chmod=4755 euid /euid\nUSER 1001\nRUN /euid\n`,
        euid: euidProgram(),
      });
      const inputs = { context, platforms: "linux/arm64", "no-cache": "true" };
      // That no handler is left after post is asserted there.
      const job = await runJob(bench, setuid ? { ...inputs, setuid: "true" } : inputs);
      if (setuid) {
        assert.equal(job.main.exitCode, 0, job.main.log);
        assert.match(job.main.log, /euid: 0$/m);
        assert.ok(
          job.left.some((line) => /handler anyarch-.*flags: POCF/.test(line)),
          job.left.join("\n"),
        );
        return;
      }
      assert.equal(job.main.exitCode, 1, job.main.log);
      // 1001 modulo 256.
      assert.match(errorOf(job), /exit code:? 233/);
      assert.match(errorOf(job), /effective uid is not 0/);
      assert.match(errorOf(job), /setuid: true.*any user of this machine root/);
    },
    setuid ? "classic" : "containerd",
  );
}
