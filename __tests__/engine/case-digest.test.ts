/** Cases from real reports: pushes by digest, attestations that look like platforms, several platforms loaded. */

import assert from "node:assert/strict";
import { type Bench, folder, onEngines } from "../support/action.ts";
import {
  assertFailedEarly,
  errorOf,
  type JobOptions,
  type JobRun,
  runJob,
} from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";

async function built(
  bench: Bench,
  inputs: Readonly<Record<string, string>>,
  options: JobOptions = {},
): Promise<JobRun> {
  const Dockerfile = `FROM ${bench.base}\nRUN uname -m > /machine\n`;
  const context = await folder(bench, "context", { Dockerfile });
  return await runJob(bench, { context, ...inputs }, options);
}

onEngines("G03 a: attestations are no platform", async (bench) => {
  const tags = `${bench.repository}:1`;
  const inputs = { platforms: "linux/arm64", tags, push: "true", provenance: "true" };
  const { main } = await built(bench, inputs);
  assert.equal(main.exitCode, 0, main.log);
  const published = await publishedIndex(tags);
  assert.equal(published?.attestations.length, 1);
  assert.equal(main.outputs.platforms, "linux/arm64");
  assert.match(main.summary, /\| `linux\/arm64` \|/);
  assert.doesNotMatch(main.summary + main.log, /unknown\/unknown/);
});

const BY_DIGEST = "push-by-digest=true,name-canonical=true,push=true";

onEngines("G06 a: by digest together with tags fails before the build", async (bench) => {
  const { repository } = bench;
  const outputs = `type=image,${BY_DIGEST}`;
  const platforms = "linux/amd64";
  const job = await built(bench, { platforms, outputs, tags: `${repository}:1` });
  assertFailedEarly(job);
  const text = errorOf(job);
  assert.match(text, /`outputs` \(push-by-digest=true\) and `tags`/);
  assert.ok(text.includes(`outputs: type=image,name=${repository},${BY_DIGEST}`), text);
  assert.equal(await publishedIndex(`${repository}:1`), undefined);
});

onEngines("G06 b: by digest without a name fails before the build", async (bench) => {
  const job = await built(bench, { platforms: "linux/amd64", outputs: `type=image,${BY_DIGEST}` });
  assertFailedEarly(job);
  assert.match(
    errorOf(job),
    /`outputs` pushes by digest without `name=`, and `tags` gives no name/,
  );
  assert.match(errorOf(job), /outputs: type=image,name=ghcr\.io\/OWNER\/NAME,push-by-digest=true/);
});

onEngines("G06 what the message says to write works", async (bench) => {
  const { repository } = bench;
  const outputs = `type=image,name=${repository},${BY_DIGEST}`;
  const { main } = await built(bench, { platforms: "linux/arm64", outputs });
  assert.equal(main.exitCode, 0, main.log);
  const published = await publishedIndex(`${repository}@${main.outputs.digest}`);
  assert.deepEqual(
    published?.images.map(({ platform }) => platform),
    ["linux/arm64"],
  );
  assert.equal(published?.digest, main.outputs.digest);
});

onEngines("G14 two platforms are loaded, and both run", async (bench) => {
  const ref = `${bench.repository}:1`;
  const classic = bench.engine.store === "classic";
  const arm = classic ? `${ref}-arm64` : ref;
  const inputs = { platforms: "linux/amd64,linux/arm64", tags: ref, load: "true" };
  const between: JobOptions["between"] = async (main) => {
    assert.equal(main.exitCode, 0, main.log);
    const run = ["run", "--rm", "--network=none"];
    const native = await bench.docker(...run, "--platform=linux/amd64", ref, "cat", "/machine");
    const foreign = await bench.docker(...run, "--platform=linux/arm64", arm, "cat", "/machine");
    assert.deepEqual([native, foreign], ["x86_64", "aarch64"]);
    await bench.docker("image", "rm", ...new Set([ref, arm]));
  };
  const { main } = await built(bench, inputs, { between });
  assert.match(main.log, new RegExp(`^${arm}: loaded into the engine$`, "m"));
  const notices = main.annotations.filter(({ level }) => level === "notice");
  assert.equal(
    notices.some(({ message }) => message.includes(arm)),
    classic,
  );
});

onEngines(
  "G04 a push over a tag with other platforms warns of those that vanish",
  async (bench) => {
    const both = [`${bench.repository}:1`, `${bench.repository}:latest`];
    const tags = both.join("\n");
    const inputs = { platforms: "linux/amd64,linux/arm64", tags, push: "true" };
    const first = await built(bench, inputs);
    assert.equal(first.main.exitCode, 0, first.main.log);
    assert.deepEqual(first.main.annotations, []);
    const second = await built(bench, { ...inputs, platforms: "linux/arm64" });
    assert.equal(second.main.exitCode, 0, second.main.log);
    const warnings = second.main.annotations.filter(({ level }) => level === "warning");
    assert.equal(warnings.length, 1);
    const [{ message } = { message: "" }] = warnings;
    for (const tag of both) assert.ok(message.includes(`${tag} had linux/amd64`), message);
    assert.match(second.main.summary, /linux\/amd64/);
    assert.equal((await publishedIndex(both[0] ?? ""))?.digest, second.main.outputs.digest);
  },
);
