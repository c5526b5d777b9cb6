/** The main job, end to end: emulate, build with a real foreign RUN, check, test, push, read back, undo. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { builds, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";

/** A RUN step of an arm64 program, which the result must show. */
const dockerfile = (base: string): string =>
  `FROM ${base}\nRUN uname -m > /machine\nCMD ["cat", "/machine"]\n`;

const context = async (bench: Bench): Promise<string> =>
  await folder(bench, "context", { Dockerfile: dockerfile(bench.base) });

/** Pulls `ref` for `platform`, runs `args` in it, and takes it away again. */
async function pulledRun(bench: Bench, ref: string, platform: string, ...args: string[]) {
  const options = ["--rm", "--pull=always", "--quiet", "--network=none", `--platform=${platform}`];
  const said = await bench.docker("run", ...options, ref, ...args);
  await bench.docker("image", "rm", ref);
  return said;
}

onEngines("linux/arm64 is built, checked, tested, pushed and read back", async (bench) => {
  const ref = `${bench.repository}:1`;
  const inputs = {
    context: await context(bench),
    platforms: "linux/arm64",
    tags: `${ref},${bench.repository}:latest`,
    push: "true",
    test: 'test "$(uname -m)" = aarch64\necho "from the test: $(cat /machine)"',
    emulator: "auto",
  };
  // The user's own cache is looked in too: what this machine has there is none of the test's.
  const env = { XDG_CACHE_HOME: join(bench.dir, "cache") };
  const first = await runJob(bench, inputs, {
    env,
    between: async (main) => {
      assert.equal(main.exitCode, 0, main.log);
      assert.equal(await pulledRun(bench, ref, "linux/arm64", "uname", "-m"), "aarch64");
    },
  });
  const { main } = first;
  const published = await publishedIndex(ref);
  const latest = await publishedIndex(`${bench.repository}:latest`);
  assert.equal(main.outputs.digest, published?.digest);
  assert.equal(latest?.digest, published?.digest);
  assert.deepEqual(
    published?.images.map(({ platform }) => platform),
    ["linux/arm64"],
  );
  assert.equal(main.outputs.platforms, "linux/arm64");
  const ways = {
    containerd: "on this host itself, as root of the machine and user namespace the engine runs in",
    classic: "by a container without rights, as asked",
  };
  assert.ok(
    main.log.includes(`\nHandlers are registered ${ways[bench.engine.store]}.\n`),
    main.log,
  );
  assert.match(
    main.log,
    /^linux\/arm64: ran a program, kernel says aarch64, QEMU \d+\.\d+\.\d+, \d/m,
  );
  assert.match(main.log, /^from the test: aarch64$/m);
  assert.match(main.log, new RegExp(`^${ref}: the registry has ${published?.digest}$`, "m"));
  assert.match(main.summary, /\| `linux\/arm64` \| emulated \| QEMU .*`aarch64`.*\| passed, /);
  assert.ok(
    first.left.some((line) => /handler anyarch-\S+-aarch64: enabled/.test(line)),
    first.left.join(),
  );
  const metadata = JSON.parse(main.outputs.metadata ?? "");
  assert.equal(metadata["containerimage.digest"], published?.digest);
  assert.equal(metadata["image.name"], `${ref},${bench.repository}:latest`);
  const [image] = published?.images ?? [];
  // docker/build-push-action: the config digest, or the index's where there are attestations.
  const id = published?.isIndex ? published.digest : image?.configDigest;
  assert.equal(main.outputs.imageid, id);
  const [emulator] = JSON.parse(main.outputs.emulators ?? "[]");
  assert.equal(emulator.platform, "linux/arm64");
  assert.match(emulator.sha256, /^[0-9a-f]{64}$/);
  assert.equal(emulator.cacheHit, false);

  const second = await runJob(bench, inputs, { env });
  assert.equal(second.main.exitCode, 0, second.main.log);
  const [again] = JSON.parse(second.main.outputs.emulators ?? "[]");
  assert.deepEqual(again, { ...emulator, cacheHit: true });
  assert.doesNotMatch(second.main.log, /apt/);
});

onEngines("two platforms are one index of right images", async (bench) => {
  const ref = `${bench.repository}:two`;
  const inputs = {
    context: await context(bench),
    platforms: "linux/amd64,linux/arm64",
    tags: ref,
    push: "true",
    ...(bench.engine.store === "classic" ? { provenance: "true" } : {}),
    test: "uname -m | cmp - /machine",
  };
  const { main, left } = await runJob(bench, inputs, {
    between: async (main) => {
      assert.equal(main.exitCode, 0, main.log);
      assert.equal(await pulledRun(bench, ref, "linux/arm64"), "aarch64");
      assert.equal(await pulledRun(bench, ref, "linux/amd64"), "x86_64");
    },
  });
  const published = await publishedIndex(ref);
  assert.equal(published?.digest, main.outputs.digest);
  assert.deepEqual(
    published?.images.map(({ platform }) => platform),
    ["linux/amd64", "linux/arm64"],
  );
  assert.equal(published?.attestations.length, 2);
  assert.equal(main.outputs.platforms, "linux/amd64,linux/arm64");
  const builder = left.some((line) => line.includes(" builder "));
  assert.equal(builder, bench.engine.store === "classic", left.join("\n"));
  assert.match(main.summary, /\| `linux\/amd64` \| natively \|/);
  assert.match(main.summary, /\| `linux\/arm64` \| emulated \|/);
});

onEngines("a native platform registers nothing and starts no registrar", async (bench) => {
  const ref = `${bench.repository}:native`;
  const inputs = {
    context: await context(bench),
    platforms: "linux/amd64",
    tags: ref,
    push: "true",
  };
  const { main, calls, left } = await runJob(bench, inputs);
  assert.equal(main.exitCode, 0, main.log);
  assert.deepEqual(left, []);
  assert.deepEqual(builds(calls).length, 1);
  assert.doesNotMatch(main.log, /regist(er|rar) and prove|Obtain QEMU/i);
  assert.equal(main.outputs.digest, (await publishedIndex(ref))?.digest);
  assert.equal(main.outputs.emulators, "[]");
});
