/** The first job of the reusable workflow, from its file: who may push, on which runners, for which legs. */

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { parse, stringify } from "yaml";
import type { WorkflowRun } from "../support/workflow/level.ts";
import { runWorkflow } from "../support/workflow/run.ts";

const file = resolve(import.meta.dirname, "../../.github/workflows/build.yml");
const dir = await mkdtemp(join(tmpdir(), "workflow-plan-"));
after(() => rm(dir, { recursive: true, force: true }));

/** The file with its first job alone, whose outputs are the workflow's. */
async function planOnly(): Promise<string> {
  const { on, jobs, ...rest } = parse(await readFile(file, "utf8"));
  const names = Object.keys(jobs.plan.outputs);
  const outputs = names.map((name) => [name, { value: `\${{ jobs.plan.outputs.${name} }}` }]);
  const call = { ...on.workflow_call, outputs: Object.fromEntries(outputs) };
  return stringify({ ...rest, on: { workflow_call: call }, jobs: { plan: jobs.plan } });
}

const REPOSITORY = "somebody/something";

interface Planned {
  readonly run: WorkflowRun;
  readonly outputs: Readonly<Record<string, string>>;
  /** What the job runs on. */
  readonly labels: readonly string[];
}

async function planned(
  given: Readonly<Record<string, unknown>>,
  github: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
): Promise<Planned> {
  const seen: string[] = [];
  const call = { uses: "OWNER/anyarch/.github/workflows/build.yml@main", with: given, ...more };
  const run = await runWorkflow({
    content: stringify({ on: "push", jobs: { image: call } }),
    github: { repository: REPOSITORY, ...github },
    machine: ({ labels }) => {
      seen.push(...labels);
      return { dir, env: async () => ({}) };
    },
    standIns: {},
    provider: planOnly,
  });
  return { run, outputs: run.jobs[0]?.outputs ?? {}, labels: seen };
}

const pull = (head: unknown, event_name = "pull_request") => ({
  event_name,
  event: { pull_request: { head: { repo: head } } },
});

const pushes = [
  { name: "a push", github: {}, asked: true, push: "true" },
  { name: "nothing is to be pushed", github: {}, asked: false, push: "false" },
  {
    name: "a pull request of the repository itself",
    github: pull({ full_name: REPOSITORY }),
    asked: true,
    push: "true",
  },
  { name: "a fork's", github: pull({ full_name: "other/fork" }), asked: true, push: "false" },
  { name: "a fork's that was deleted", github: pull(null), asked: true, push: "false" },
  {
    name: "a fork's with the rights of the repository",
    github: pull({ full_name: "other/fork" }, "pull_request_target"),
    asked: true,
    push: "false",
  },
];

for (const { name, github, asked, push } of pushes) {
  test(`pushed or not: ${name}`, async () => {
    const { run, outputs } = await planned({ platforms: "linux/arm64", push: asked }, github);
    assert.equal(run.result, "success", run.log);
    assert.equal(outputs.push, push);
    assert.equal(/from a fork.*not pushed/.test(run.log), asked && push === "false", run.log);
  });
}

const platforms = [
  { name: "one", given: "linux/s390x", legs: ["linux/s390x"] },
  { name: "one twice", given: "linux/arm64, linux/aarch64", legs: ["linux/arm64"] },
  {
    name: "a JSON list",
    given: '["linux/amd64", "arm64/v8", "linux/arm64/v9"]',
    legs: ["linux/amd64", "linux/arm64", "linux/arm64/v9"],
  },
  { name: "quotes", given: `"linux/amd64",'linux/arm/v7'`, legs: ["linux/amd64", "linux/arm/v7"] },
];

test("legs of one platform, of one that is named twice, of a JSON list, of quotes: each has a name of its own", async () => {
  for (const { given, legs } of platforms) {
    const { run, outputs } = await planned({ platforms: given });
    assert.equal(run.result, "success", run.log);
    const { include } = JSON.parse(outputs.matrix ?? "");
    const seen: readonly { platform: string; suffix: string }[] = include;
    assert.deepEqual(
      seen.map(({ platform }) => platform),
      legs,
    );
    assert.equal(new Set(seen.map(({ suffix }) => suffix)).size, legs.length);
  }
});

test("the two small jobs run on a label, on labels, or on a group", async () => {
  const one = async (runner: string | undefined) =>
    (await planned({ platforms: "arm64", ...(runner === undefined ? {} : { runner }) })).labels;
  assert.deepEqual(await one(undefined), ["ubuntu-24.04"]);
  assert.deepEqual(await one("box"), ["box"]);
  assert.deepEqual(await one('["self-hosted", "ARM64"]'), ["self-hosted", "ARM64"]);
});

const calls: readonly {
  readonly name: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly error: RegExp;
}[] = [
  { name: "an input that it has not", given: { platform: "linux/arm64" }, error: /platform\b/ },
  { name: "a list of platforms", given: { platforms: ["linux/arm64"] }, error: /sequence/ },
  { name: "a word for a truth value", given: { push: "yes" }, error: /boolean/ },
  {
    name: "a secret that it has not",
    given: { platforms: "arm64" },
    more: { secrets: { token: "x" } },
    error: /token/,
  },
  {
    name: "an input of the one step that belongs to one machine",
    given: { platforms: "arm64", load: true },
    error: /load/,
  },
];

for (const { name, given, more, error } of calls) {
  test(`GitHub refuses a call with ${name}`, async () => {
    await assert.rejects(planned(given, {}, more), error);
  });
}

test("GitHub takes a call with all secrets, and with less rights than a push needs", async () => {
  const more = { secrets: "inherit", permissions: { contents: "read" } };
  const { run } = await planned({ platforms: "arm64" }, {}, more);
  assert.equal(run.result, "success", run.log);
  assert.deepEqual(run.jobs[0]?.permissions, {});
});

test("no output comes from a job of a matrix, of which only the last leg's would be left", async () => {
  const { on, jobs } = parse(await readFile(file, "utf8"));
  const values = Object.values(on.workflow_call.outputs).map((output) => stringify(output));
  assert.ok(values.length > 0);
  for (const value of values) {
    const [, id = ""] = /jobs\.(\w+)\.outputs/.exec(value) ?? [];
    assert.deepEqual([id in jobs, jobs[id]?.strategy], [true, undefined], value);
  }
});
