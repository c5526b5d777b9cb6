/** Cases from real reports: the platforms list, however people write it. */

import assert from "node:assert/strict";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { assertFailedEarly, errorOf, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";

interface Row {
  readonly name: string;
  readonly platforms: string;
  readonly means: readonly string[];
  /** A notice that tells of a platform named twice. */
  readonly twice?: RegExp;
}

const BOTH = ["linux/amd64", "linux/arm64"];
const ARM64 = ["linux/arm64"];

const rows: readonly Row[] = [
  { name: "a space after the comma", platforms: "linux/amd64, linux/arm64", means: BOTH },
  { name: "lines with trailing spaces", platforms: "linux/amd64  \nlinux/arm64 \n", means: BOTH },
  { name: "a JSON array", platforms: '["linux/amd64","linux/arm64"]', means: BOTH },
  { name: "an architecture alone", platforms: "arm64", means: ARM64 },
  { name: "the kernel's name", platforms: "linux/aarch64", means: ARM64 },
  { name: "a variant without its slash", platforms: "linux/armv7", means: ["linux/arm/v7"] },
  {
    name: "one platform twice",
    platforms: "linux/arm64,linux/arm64/v8",
    means: ARM64,
    twice: /linux\/arm64 and linux\/arm64\/v8 are one platform/,
  },
  {
    name: "one of two platforms twice",
    platforms: "linux/amd64,arm64,linux/arm64",
    means: BOTH,
    twice: /arm64 and linux\/arm64 are one platform/,
  },
];

const context = async (bench: Bench): Promise<string> =>
  await folder(bench, "context", { Dockerfile: `FROM ${bench.base}\nLABEL case=G09\n` });

for (const { name, platforms, means, twice } of rows) {
  onEngines(
    `G09 platforms: ${name}`,
    async (bench) => {
      const tags = `${bench.repository}:1`;
      const inputs = { context: await context(bench), platforms, tags, push: "true" };
      const { main } = await runJob(bench, inputs);
      assert.equal(main.exitCode, 0, main.log);
      assert.equal(main.outputs.platforms, means.join(","));
      const published = await publishedIndex(tags);
      assert.deepEqual(
        published?.images.map(({ platform }) => platform),
        means,
      );
      const notices = main.annotations.filter(({ message }) => twice?.test(message));
      assert.equal(notices.length, twice === undefined ? 0 : 1, main.log);
    },
    "containerd",
  );
}

onEngines("G09 platforms: a typing error fails before anything", async (bench) => {
  const tags = `${bench.repository}:1`;
  const platforms = "linux/amd64,linux/aarch46";
  const job = await runJob(bench, { context: await context(bench), platforms, tags, push: "true" });
  assertFailedEarly(job);
  assert.match(errorOf(job), /Item 2 of the input `platforms`/);
  assert.match(errorOf(job), /"linux\/aarch46"/);
  assert.match(errorOf(job), /did you mean linux\/arm64\?/);
  assert.equal(await publishedIndex(tags), undefined);
});
