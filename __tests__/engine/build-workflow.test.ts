/** The reusable workflow itself, from its file: legs on two engines of different stores, one right index or none. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { publishedIndex } from "../support/published.ts";
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

const THREE = ["linux/amd64", "linux/arm64", "linux/arm/v7"];

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

/** What is under `ref`, past the login. */
const published = async ({ locked, registry }: Forge, ref: string) =>
  await publishedIndex(ref.replace(locked, registry));

test("two images at once, of legs on two engines: one right index each, under every tag", async (t) => {
  const hub = await newForge(t);
  const [one, two] = ["one", "two"].map((name) => `${hub.locked}/flow/${process.pid}-${name}`);
  const after = `
    needs: [one, two]
    runs-on: ubuntu-24.04
    permissions: {}
    steps:
      - run: echo "$ONE $TWO"
        env: { ONE: "\${{ needs.one.outputs.digest }} \${{ needs.one.outputs.platforms }}", TWO: "\${{ needs.two.outputs.digest }}" }
`;
  const done = await run(
    hub,
    workflow({
      one: call(hub, `"${one}:1,${one}:latest"`, {
        ...{ platforms: THREE, more: "build-args: WHO=one\nprovenance: 'true'" },
      }),
      two: call(hub, `${two}:1`, {
        more: "build-args: WHO=two\ntest: grep -q two /built",
      }),
      published: after,
    }),
  );
  assert.equal(done.result, "success", done.log);
  const [first, latest, second] = await Promise.all(
    [`${one}:1`, `${one}:latest`, `${two}:1`].map((ref) => published(hub, ref)),
  );
  const platformsOf = (found: typeof first) => found?.images.map(({ platform }) => platform);
  assert.deepEqual([platformsOf(first), platformsOf(second)], [THREE, THREE.slice(0, 2)]);
  assert.equal(latest?.digest, first?.digest);
  assert.equal(first?.attestations.length, 3);
  assert.match(
    done.log,
    new RegExp(`^${first?.digest} linux/amd64,linux/arm64,linux/arm/v7 ${second?.digest}$`, "m"),
  );
  const asked = { contents: "read", packages: "write" };
  for (const job of done.jobs) {
    assert.deepEqual(job.permissions, /legs|merge/.test(job.id) ? asked : {}, job.id);
  }
  // Tags move last: after one of an image nothing else of it is written.
  const writes = hub.asked.filter((line) => line.startsWith("PUT") && line.includes("-one/"));
  const tag = writes.findIndex((line) => /manifests\/(1|latest)$/.test(line));
  assert.ok(tag > 0);
  assert.deepEqual(
    writes.slice(tag).filter((line) => !/manifests\/(1|latest)$/.test(line)),
    [],
  );
  const merge = done.jobs.find(({ id }) => id === "one/merge");
  for (const platform of THREE) {
    assert.ok(merge?.summary.includes(platform), merge?.summary);
  }
});

test("a leg that fails leaves every tag and stops no other; allowed to be missing it is left out; re-run alone it completes the image", async (t) => {
  const hub = await newForge(t);
  const name = `${hub.locked}/flow/${process.pid}-failing`;
  const content = (who: string, more = ""): string =>
    workflow({
      image: call(hub, `${name}:1`, {
        more: `build-args: WHO=${who}\ntest: \${{ vars.TEST }}${more}`,
      }),
    });
  const bad = { vars: { TEST: 'test "$(uname -m)" != aarch64' } };
  const fewer = await run(hub, content("fewer", "\nallow-missing: linux/arm64"), bad);
  assert.equal(fewer.result, "failure");
  assert.equal(results(fewer)["image/merge"], "success", fewer.log);
  const before = await published(hub, `${name}:1`);
  assert.deepEqual(
    before?.images.map(({ platform }) => platform),
    ["linux/amd64"],
  );

  const failed = await run(hub, content("new"), bad);
  assert.deepEqual(results(failed), {
    ...{ "image/plan": "success", ...legs("image", { "linux/arm64": "failure" }) },
    "image/merge": "skipped",
  });
  assert.equal(failed.result, "failure");
  assert.equal((await published(hub, `${name}:1`))?.digest, before?.digest);

  const again = await run(hub, content("new"), {
    ...{ previous: failed, github: { run_attempt: "2" } },
  });
  assert.equal(again.result, "success", again.log);
  const after = await published(hub, `${name}:1`);
  assert.deepEqual(
    after?.images.map(({ platform }) => platform),
    ["linux/amd64", "linux/arm64"],
  );
  const [old, ...made] = [before, after].flatMap((found) => found?.images ?? []);
  assert.ok(!made.some(({ digest }) => digest === old?.digest), "all of them are the new ones");
});

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
