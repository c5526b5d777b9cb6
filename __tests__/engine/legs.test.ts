/** A matrix as a user has it: a plan, a leg on each of two engines with different stores, one image. */

import assert from "node:assert/strict";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { type JobOptions, type JobRun, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";

const PLAN = "7-1-0a1b2c3d";
const leg = (platform: string, plan = PLAN): string => JSON.stringify({ platform, plan });

async function legOn(
  bench: Bench,
  platform: string,
  inputs: Readonly<Record<string, string>> = {},
  options: JobOptions = {},
): Promise<JobRun> {
  const Dockerfile = `FROM ${bench.base}\nRUN uname -m > /machine\n`;
  const context = await folder(bench, "context", { Dockerfile });
  const tags = `${bench.repository}:1,${bench.repository}:latest`;
  const common = { context, leg: leg(platform), tags, push: "true" };
  return await runJob(bench, { ...common, ...inputs }, options);
}

onEngines("G04 G06 c: a leg pushes by digest and moves no tag", async (bench) => {
  const { main, calls } = await legOn(bench, "linux/arm64");
  assert.equal(main.exitCode, 0, main.log);
  const { digest = "" } = main.outputs;
  assert.equal(await publishedIndex(`${bench.repository}:1`), undefined);
  const published = await publishedIndex(`${bench.repository}@${digest}`);
  assert.equal(published?.digest, digest);
  assert.deepEqual(
    published?.images.map(({ platform }) => platform),
    ["linux/arm64"],
  );
  assert.deepEqual(JSON.parse(main.outputs.digests ?? ""), { "linux/arm64": digest });
  assert.deepEqual(JSON.parse(main.outputs.leg ?? "").plan, PLAN);
  assert.equal(calls.filter((args) => args.includes("create")).length, 0, "no builder is made");
});
