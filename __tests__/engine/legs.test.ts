/** A matrix as a user has it: a leg on each of two engines with different stores, and one image of both. */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, folder, onBoth, ROOT } from "../support/action.ts";
import { cacheService } from "../support/cache-service.ts";
import { type JobOptions, type JobRun, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";
import { securedFront } from "../support/registry-fronts.ts";
import { type ActionRun, runAction } from "../support/runner.ts";

const PLAN = { id: "7-1-0a1b2c3d", platforms: ["linux/amd64", "linux/arm64"] };

/** A leg of the plan; its image goes to `repository`, which both engines know. */
async function legOn(
  bench: Bench,
  repository: string,
  platform: string,
  { inputs = {}, ...options }: JobOptions & { inputs?: Readonly<Record<string, string>> } = {},
): Promise<JobRun> {
  const Dockerfile = `FROM ${bench.base}\nRUN uname -m > /machine\n`;
  const context = await folder(bench, "context", { Dockerfile });
  const leg = JSON.stringify({ platform, plan: PLAN.id });
  const tags = `${repository}:1,${repository}:latest`;
  const job = await runJob(bench, { context, leg, tags, push: "true", ...inputs }, options);
  assert.equal(job.main.exitCode, 0, job.main.log);
  return job;
}

async function merge(
  bench: Bench,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<ActionRun> {
  // Neither docker nor buildx is needed: there is none on the PATH.
  const bare = {
    PATH: "/usr/bin:/bin",
    DOCKER_HOST: undefined,
    DOCKER_CONFIG: bench.env.DOCKER_CONFIG,
  };
  const plan = JSON.stringify(PLAN);
  const action = join(ROOT, "merge");
  return await runAction({ action, with: { plan, ...inputs }, env: { ...bare, ...env } });
}

onBoth(
  "G03 c G04 G06 c: legs on two stores through the cache, merged to two registries",
  async (containerd, classic) => {
    const service = await cacheService();
    classic.cleanup.push(async () => service.close());
    const env = service.variables("v2");
    const { repository } = containerd;
    // Another registry with an authority and tokens of its own: what it lacks is sent, nothing is mounted.
    const login = { kind: "token", username: "me", password: "secret" } as const;
    const front = await securedFront(containerd, { login });
    const elsewhere = `${repository}-other:2`;
    const tag = `${repository}:1`;
    const other = elsewhere.replace(containerd.registry, front.host);
    const auths = { [front.host]: { auth: Buffer.from("me:secret").toString("base64") } };
    const arm = await legOn(containerd, repository, "linux/arm64", { env });
    const amd = await legOn(classic, repository, "linux/amd64", {
      env,
      inputs: { provenance: "true" },
    });
    assert.equal(await publishedIndex(tag), undefined, "no leg moves a tag");
    for (const { main } of [arm, amd]) {
      const seen = await publishedIndex(`${repository}@${main.outputs.digest}`);
      assert.equal(seen?.digest, main.outputs.digest);
      assert.equal(seen?.attestations.length, 1);
    }
    assert.equal(arm.calls.filter(([, verb]) => verb === "create").length, 0, "no builder is made");
    await writeFile(
      join(containerd.env.DOCKER_CONFIG ?? "", "config.json"),
      JSON.stringify({ auths }),
    );
    const merged = await merge(containerd, { tags: `${tag},${other}` }, env);
    assert.ok(merged.succeeded, merged.log);
    const asked = front.asked.filter((line) => line.startsWith("PUT "));
    assert.match(asked.at(-1) ?? "", /\/manifests\/2 201$/, "the tag comes after all else");
    for (const ref of [tag, elsewhere]) {
      const published = await publishedIndex(ref);
      assert.equal(published?.digest, merged.outputs.digest);
      assert.deepEqual(
        published?.images.map(({ platform }) => platform),
        PLAN.platforms,
      );
      assert.equal(published?.attestations.length, 2);
    }
    assert.match(merged.summary, /linux\/arm64/);
  },
);
