/** The bundled action with emulators from the Actions cache and out of an image, on real engines. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { pushIndex } from "../../scripts/rig/push.ts";
import { tarOf } from "../../src/engine/tar.ts";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { type CacheService, cacheService } from "../support/cache-service.ts";
import { type JobRun, runJob } from "../support/job-run.ts";

interface Told {
  readonly source: string;
  readonly sha256: string;
  readonly cacheHit: boolean;
}

const emulatorOf = ({ main }: JobRun): Told | undefined =>
  JSON.parse(main.outputs.emulators ?? "[]")[0];

const emulatorFile = ({ qemuDir }: Bench): { bytes: Buffer; sha256: string } => {
  const bytes = readFileSync(join(qemuDir, "qemu-aarch64"));
  return { bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
};

/** A build for arm64 that must run a program of it. */
async function arm64(bench: Bench): Promise<Record<string, string>> {
  const Dockerfile = `FROM ${bench.base}\nRUN uname -m > /machine\n`;
  const context = await folder(bench, "context", { Dockerfile });
  return { context, platforms: "linux/arm64", test: 'test "$(cat /machine)" = aarch64' };
}

/** Runs the job on a runner whose tool cache is empty. */
async function onNewRunner(
  bench: Bench,
  service: CacheService,
  env: Readonly<Record<string, string>>,
  runner: string,
): Promise<JobRun> {
  service.requests.length = 0;
  const inputs = {
    ...(await arm64(bench)),
    emulator: "release",
    "emulator-url": `${pathToFileURL(bench.qemuDir).href}/qemu-{target}`,
    "emulator-sha256": `aarch64=${emulatorFile(bench).sha256}`,
  };
  const run = await runJob(bench, inputs, { env, toolCache: join(bench.dir, runner) });
  assert.equal(run.main.exitCode, 0, run.main.log);
  return run;
}

/** What each of three runners, one after the other, does with the service. */
async function threeRunners(bench: Bench, service: CacheService, protocol: "v1" | "v2") {
  const env = service.variables(protocol);
  const stranger = { ...env, GITHUB_EVENT_NAME: "pull_request" };
  const untrusted = await onNewRunner(bench, service, stranger, "stranger");
  assert.equal(service.entries.size, 0, untrusted.main.log);
  assert.doesNotMatch(untrusted.main.log, /saved to the Actions cache/);

  const first = await onNewRunner(bench, service, env, "first");
  assert.match(first.main.log, /^saved to the Actions cache$/m);
  assert.equal(service.entries.size, 1);
  assert.equal(emulatorOf(first)?.cacheHit, false);

  const second = await onNewRunner(bench, service, env, "second");
  assert.match(second.main.log, /, from the actions cache$/m);
  const told = emulatorOf(second);
  assert.deepEqual([told?.cacheHit, told?.sha256], [true, emulatorFile(bench).sha256]);
  assert.ok(service.requests.some((line) => line.startsWith("GET /entry/")));
}

for (const protocol of ["v1", "v2"] as const) {
  onEngines(
    `Actions cache ${protocol}: the bundle saves, restores on the next runner, and saves for no stranger`,
    async (bench) => {
      const service = await cacheService();
      try {
        await threeRunners(bench, service, protocol);
      } finally {
        service.close();
      }
    },
    "containerd",
  );
}

onEngines(
  "emulator: image: pulled, taken out, used; container and image are gone",
  async (bench) => {
    const { bytes, sha256 } = emulatorFile(bench);
    const file = { kind: "file", path: "usr/bin/qemu-aarch64", data: bytes, mode: 0o755 } as const;
    const place = await folder(bench, "image", { "layer.tar": await tarOf([file]) });
    const part = { architecture: "amd64", layer: join(place, "layer.tar"), config: {} };
    const name = `${bench.repository.replace(`${bench.registry}/`, "")}/emulators`;
    const digest = await pushIndex(bench.registry, `${name}:1`, [part]);
    const inputs = {
      ...(await arm64(bench)),
      emulator: "image",
      "emulator-image": `${bench.registry}/${name}:1@${digest}`,
    };
    const first = await runJob(bench, inputs);
    assert.equal(first.main.exitCode, 0, first.main.log);
    const told = emulatorOf(first);
    assert.deepEqual([told?.source, told?.sha256, told?.cacheHit], ["image", sha256, false]);
    const images = await bench.docker("image", "ls", "--digests", "--format", "{{.Digest}}");
    assert.ok(!images.includes(digest), images);
    const again = await runJob(bench, inputs);
    assert.equal(again.main.exitCode, 0, again.main.log);
    assert.equal(emulatorOf(again)?.cacheHit, true);
    assert.doesNotMatch(again.main.log, /pulling/);
  },
);
