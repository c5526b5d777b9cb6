/** The CPU asked for is the one that a build step's programs see, without a change to the Dockerfile. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { foreignPackages } from "../../scripts/rig/foreign.ts";
import { architectures } from "../../src/platform/architecture.ts";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { runJob } from "../support/job-run.ts";

const host = process.arch === "arm64" ? "arm64" : "amd64";
const members = ["./usr/bin/qemu-aarch64-static", "./usr/bin/qemu-arm-static"];
const debian = await foreignPackages("qemu-host", [`qemu-user-static:${host}`], members);
const emulators = join(debian, "usr/bin");

/** An image of the test program alone, which a build step runs: it prints the machine it is on. */
async function context(bench: Bench, target: string): Promise<string> {
  const probe = architectures.find((entry) => entry.target === target)?.probe ?? "";
  return await folder(bench, "context", {
    Dockerfile: 'FROM scratch\nCOPY probe /probe\nRUN ["/probe"]\n',
    probe: Buffer.from(probe, "base64"),
  });
}

for (const register of ["container", "host"]) {
  onEngines(`emulator-cpu takes effect in a build step (register: ${register})`, async (bench) => {
    const { main, left } = await runJob(bench, {
      context: await context(bench, "arm"),
      platforms: "linux/arm/v6",
      "emulator-cpu": "linux/arm/v6=arm1176",
      emulator: emulators,
      register,
      "no-cache": "true",
    });
    assert.equal(main.exitCode, 0, main.log);
    assert.match(main.log, /^linux\/arm\/v6: ran a program, kernel says armv6l, QEMU \d/m);
    assert.match(main.log, /\barmv6l$/m);
    assert.doesNotMatch(main.log, /armv7l/);
    const [emulator] = JSON.parse(main.outputs.emulators ?? "[]");
    assert.equal(emulator.cpu, "arm1176");
    assert.match(main.summary, /arm1176/);
    assert.ok(
      left.some((line) => line.includes("-arm: enabled")),
      left.join(),
    );
  });
}

onEngines(
  "an emulator before 10 runs arm64 with pauth-impdef by itself",
  async (bench) => {
    const { main } = await runJob(bench, {
      context: await context(bench, "aarch64"),
      platforms: "linux/arm64",
      emulator: emulators,
      "no-cache": "true",
    });
    assert.equal(main.exitCode, 0, main.log);
    const [emulator] = JSON.parse(main.outputs.emulators ?? "[]");
    const old = Number(emulator.version.split(".")[0]) < 10;
    assert.equal(emulator.cpu, old ? "max,pauth-impdef=on" : undefined);
  },
  "classic",
);

const refused = [
  {
    name: "a CPU that QEMU does not have",
    platforms: "linux/arm64",
    inputs: { "emulator-cpu": "linux/arm64=neoverse-n9" },
    says: /does not take the CPU[\s\S]*neoverse-n9: [\s\S]*unable to find CPU model/,
  },
  {
    name: "two CPUs for one architecture",
    platforms: "linux/arm/v6,linux/arm/v7",
    inputs: { "emulator-cpu": "linux/arm/v6=arm1176" },
    says: /linux\/arm\/v6 and linux\/arm\/v7 run under one emulator, which can have one CPU only/,
  },
  {
    name: "a CPU without a handler of this job",
    platforms: "linux/arm64",
    inputs: { "emulator-cpu": "linux/arm64=max", register: "off" },
    says: /A CPU takes effect by a handler of this job only/,
  },
];
for (const { name, platforms, inputs, says } of refused) {
  onEngines(
    `refused before the build: ${name}`,
    async (bench) => {
      const { main, left } = await runJob(bench, {
        context: await context(bench, "aarch64"),
        platforms,
        emulator: emulators,
        ...inputs,
      });
      assert.equal(main.exitCode, 1, main.log);
      assert.match(main.log, says);
      assert.doesNotMatch(main.log, /\bRUN\b/);
      assert.deepEqual(
        left.filter((line) => line.includes("-arm: enabled")),
        [],
      );
    },
    "classic",
  );
}
