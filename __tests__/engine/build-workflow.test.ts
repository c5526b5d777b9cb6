/** The reusable workflow itself, from its file: legs on two engines of different stores, one right index or none. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ACCOUNT, type Forge, forge, provider } from "../support/workflow/forge.ts";
import type { JobRun } from "../support/workflow/job.ts";
import type { WorkflowOptions, WorkflowRun } from "../support/workflow/level.ts";
import { runWorkflow } from "../support/workflow/run.ts";

const dockerfile = (base: string): string =>
  `FROM ${base}\nARG WHO\nRUN echo "$WHO on $(uname -m)" >/built\nCMD ["cat", "/built"]\n`;

const newForge = async (t: Parameters<typeof forge>[0]): Promise<Forge> =>
  await forge(t, ({ base }) => ({ Dockerfile: dockerfile(base) }));

interface CallOptions {
  /** More lines of `with`. */
  readonly more?: string;
  readonly platforms?: readonly string[];
}

/** A call of the workflow, as a user writes it. */
const call = (
  { locked, qemuDir, buildkitImage }: Forge,
  tags: string,
  { more = "", platforms = ["linux/amd64", "linux/arm64"] }: CallOptions,
): string => `
    uses: OWNER/anyarch/.github/workflows/build.yml@main
    permissions: { contents: read, packages: write }
    with:
      platforms: ${platforms.join()}
      tags: ${tags}
      push: true
      registry: ${locked}
      emulator: ${qemuDir}
      buildkit-image: ${buildkitImage}
      ${more.replaceAll("\n", "\n      ")}
`;

const workflow = (jobs: Readonly<Record<string, string>>): string => {
  const texts = Object.entries(jobs).map(([id, text]) => `  ${id}:${text}`);
  return `on: [push, pull_request]\npermissions: {}\njobs:\n${texts.join("")}`;
};

/** linux/amd64 is built by an engine with the containerd store, the others by one with the classic store. */
async function run(
  { machine, standIns }: Forge,
  content: string,
  more: Partial<WorkflowOptions> = {},
): Promise<WorkflowRun> {
  const done = await runWorkflow({
    ...{ content, provider, standIns, ...more },
    secrets: { GITHUB_TOKEN: ACCOUNT.password },
    machine: ({ matrix }) =>
      matrix.platform === "linux/amd64" || matrix.platform === undefined
        ? machine("amd64", "containerd")
        : machine("arm64", "classic"),
  });
  assert.ok(!done.log.includes(ACCOUNT.password), "the password is in a log");
  return done;
}

/** `job platform` -> its result. */
function results({ jobs }: WorkflowRun): Record<string, string> {
  const name = ({ id, matrix }: JobRun): string => `${id} ${matrix.platform ?? ""}`.trim();
  return Object.fromEntries(jobs.map((job) => [name(job), job.result]));
}

const legs = (id: string, result: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    ["linux/amd64", "linux/arm64"].map((platform) => [
      `${id}/legs ${platform}`,
      result[platform] ?? "success",
    ]),
  );

test("a fork's pull request builds and tests, pushes nothing, and says so", async (t) => {
  const hub = await newForge(t);
  const content = workflow({
    image: call(hub, `${hub.locked}/flow/fork:1`, {
      more: "build-args: WHO=me\ntest: cat /built",
    }),
  });
  const head = { repo: { full_name: "stranger/something" } };
  const done = await run(hub, content, {
    github: { event_name: "pull_request", event: { pull_request: { head } }, token: "reads-only" },
  });
  assert.equal(done.result, "success", done.log);
  assert.deepEqual(results(done), {
    ...{ "image/plan": "success", ...legs("image"), "image/merge": "skipped" },
  });
  assert.match(done.log, /me on aarch64/);
  assert.match(done.log, /from a fork, whose token may only read/);
  assert.deepEqual(hub.asked, []);
});
