/** Cases from real reports: images that hold programs of another machine than their platform's. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { builds, errorOf, type JobRun, runJob } from "../support/job-run.ts";
import { busyboxFiles } from "../support/programs.ts";
import { publishedIndex } from "../support/published.ts";

const BOTH = "linux/amd64,linux/arm64";

async function pushed(
  bench: Bench,
  dockerfile: string,
  inputs: Readonly<Record<string, string>>,
): Promise<JobRun> {
  const files = await busyboxFiles(bench);
  const context = await folder(bench, "context", { ...files, Dockerfile: dockerfile });
  const tags = `${bench.repository}:1,${bench.repository}:latest`;
  return await runJob(bench, { context, tags, push: "true", ...inputs });
}

/** It failed after the build, and nothing is published nor left. */
async function assertNothingPublished(bench: Bench, job: JobRun): Promise<void> {
  assert.equal(job.main.exitCode, 1, job.main.log);
  assert.ok(builds(job.calls).length > 0);
  assert.deepEqual(job.left, []);
  for (const tag of ["1", "latest"]) {
    assert.equal(await publishedIndex(`${bench.repository}:${tag}`), undefined);
  }
}

const inStage = (base: string): string =>
  `FROM ${base}\nARG TARGETARCH=amd64\nCOPY bb-\${TARGETARCH} /app\nENTRYPOINT ["/app"]\n`;
const beforeFrom = (base: string): string =>
  `ARG TARGETARCH=amd64\nFROM ${base}\nARG TARGETARCH\nCOPY bb-\${TARGETARCH} /app\nENTRYPOINT ["/app"]\n`;
const bare = (base: string): string =>
  `FROM ${base}\nARG TARGETARCH\nCOPY bb-\${TARGETARCH} /app\nENTRYPOINT ["/app"]\n`;

const wrong = [
  { name: "a: a default on TARGETARCH in the stage", dockerfile: inStage, line: 2 },
  { name: "b: a default on TARGETARCH before FROM", dockerfile: beforeFrom, line: 1 },
];

for (const { name, dockerfile, line } of wrong) {
  onEngines(`G01 ${name} publishes nothing`, async (bench) => {
    const job = await pushed(bench, dockerfile(bench.base), { platforms: BOTH });
    await assertNothingPublished(bench, job);
    const text = errorOf(job);
    assert.match(text, /linux\/arm64: \/app is x86-64 /);
    assert.match(text, /linux\/arm64: aarch64/);
    assert.ok(text.includes(`Dockerfile line ${line}: ARG TARGETARCH=amd64`), text);
    assert.doesNotMatch(text, /linux\/amd64: \/app/);
  });

  onEngines(
    `G01 ${name} is right for amd64 alone`,
    async (bench) => {
      const platforms = "linux/amd64";
      const { main } = await pushed(bench, dockerfile(bench.base), { platforms });
      assert.equal(main.exitCode, 0, main.log);
      const published = await publishedIndex(`${bench.repository}:latest`);
      assert.equal(published?.digest, main.outputs.digest);
    },
    "containerd",
  );
}

onEngines("G01 TARGETARCH without a default makes two right images", async (bench) => {
  const ref = `${bench.repository}:1`;
  const { main } = await pushed(bench, bare(bench.base), { platforms: BOTH });
  assert.equal(main.exitCode, 0, main.log);
  const published = await publishedIndex(ref);
  assert.deepEqual(published?.images.map(({ platform }) => platform).join(), BOTH);
  for (const { platform } of published?.images ?? []) {
    const machine = platform === "linux/amd64" ? "x86-64" : "aarch64";
    assert.equal(await machineIn(bench, ref, platform), machine);
  }
});

/** Machine of /app in the published image, read from the file itself. */
async function machineIn(bench: Bench, ref: string, platform: string): Promise<string> {
  const create = ["create", "--pull=always", "--quiet", "--platform", platform, ref];
  const id = (await bench.docker(...create)).split("\n").at(-1) ?? "";
  await bench.docker("cp", `${id}:/app`, `${bench.dir}/app`);
  await bench.docker("rm", id);
  await bench.docker("image", "rm", ref);
  const machine = (await readFile(`${bench.dir}/app`)).readUInt16LE(18);
  return machine === 62 ? "x86-64" : machine === 183 ? "aarch64" : String(machine);
}

const pinned = (base: string): string =>
  `FROM --platform=$BUILDPLATFORM ${base}\nCOPY bb-arm64 /app\nENTRYPOINT ["/app"]\n`;

onEngines("G10 a last stage pinned to the builder's platform publishes nothing", async (bench) => {
  const job = await pushed(bench, pinned(bench.base), { platforms: "linux/arm64" });
  await assertNothingPublished(bench, job);
  const text = errorOf(job);
  assert.match(text, /linux\/arm64: \/usr\/bin\/busybox is x86-64 /);
  assert.match(text, /Dockerfile line 1: FROM --platform=\$BUILDPLATFORM /);
  assert.doesNotMatch(text, /\/app is/);
});

onEngines("G10 foreign programs that are allowed pass with a notice", async (bench) => {
  const dockerfile = `FROM ${bench.base}\nCOPY bb-amd64 /usr/bin/cross-tool\n`;
  const platforms = "linux/arm64";
  const refused = await pushed(bench, dockerfile, { platforms });
  await assertNothingPublished(bench, refused);
  assert.match(errorOf(refused), /linux\/arm64: \/usr\/bin\/cross-tool is x86-64 /);
  const allowed = { platforms, "check-allow": "/usr/bin/cross-*" };
  const { main } = await pushed(bench, dockerfile, allowed);
  assert.equal(main.exitCode, 0, main.log);
  const notices = main.annotations.filter(({ level }) => level === "notice");
  assert.match(notices.map(({ message }) => message).join("\n"), /\/usr\/bin\/cross-tool/);
});
