/** Cases from real reports: names and labels with hidden line breaks, capitals, too much length. */

import assert from "node:assert/strict";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { assertFailedEarly, errorOf, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";

const context = async (bench: Bench): Promise<string> =>
  await folder(bench, "context", { Dockerfile: `FROM ${bench.base}\n` });

interface Fault {
  readonly name: string;
  readonly inputs: (repository: string) => Readonly<Record<string, string>>;
  readonly told: (repository: string) => readonly string[];
}

const faults: readonly Fault[] = [
  {
    name: "tags and labels cut by line breaks",
    inputs: (r) => ({ tags: `${r}:1\n.0\n.1\n${r}:latest`, labels: "V=1\n.0\n.1" }),
    told: (r) => [
      "Item 2 of the input `tags`",
      "Item 3 of the input `tags`",
      "Item 2 of the input `labels`",
      "Item 3 of the input `labels`",
      '".0"',
      '".1"',
      `the item before, ${r}:1, was probably cut by a line break`,
      "the item before, V=1, was probably cut by a line break",
    ],
  },
  {
    name: "a carriage return inside a tag",
    inputs: (r) => ({ tags: `${r}:2\n${r}:1\rx` }),
    told: (r) => [`"${r}:1\\rx"`],
  },
  {
    name: "capital letters",
    inputs: (r) => ({ tags: `${r}/Owner/App:1` }),
    told: (r) => [`${r}/owner/app:1`],
  },
  {
    name: "a tag of 129 characters",
    inputs: (r) => ({ tags: `${r}:${"x".repeat(129)}` }),
    told: () => ["129 characters", "at most 128 characters"],
  },
  {
    name: "all of it at once",
    inputs: (r) => ({
      tags: `${r}:1\n.0\n${r}/Owner/App:1\n${r}:${"x".repeat(129)}`,
      labels: "V=1\n.0",
    }),
    told: (r) => [".0", `${r}/owner/app:1`, "129 characters", "`labels`"],
  },
];

for (const { name, inputs, told } of faults) {
  onEngines(
    `G08 ${name}: told before the build`,
    async (bench) => {
      const given = inputs(bench.repository);
      const all = {
        context: await context(bench),
        platforms: "linux/amd64",
        push: "true",
        ...given,
      };
      const job = await runJob(bench, all);
      assertFailedEarly(job);
      for (const text of told(bench.repository)) {
        assert.ok(errorOf(job).includes(text), `${text} is not in:\n${errorOf(job)}`);
      }
      assert.equal(await publishedIndex(`${bench.repository}:latest`), undefined);
    },
    "containerd",
  );
}

onEngines("G08 blank lines and CRs at the ends of lines alone do not matter", async (bench) => {
  const { repository } = bench;
  const { main } = await runJob(bench, {
    context: await context(bench),
    platforms: "linux/amd64",
    push: "true",
    tags: `\r\n${repository}:1\r\n\r\n  ${repository}:latest\r\n`,
    labels: "\nV=1\r\n\n",
  });
  assert.equal(main.exitCode, 0, main.log);
  for (const tag of ["1", "latest"]) {
    const published = await publishedIndex(`${repository}:${tag}`);
    assert.equal(published?.digest, main.outputs.digest);
    assert.equal(published?.images[0]?.config.config?.Labels?.V, "1");
  }
});
