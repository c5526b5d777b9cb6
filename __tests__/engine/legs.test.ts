/** A matrix as a user has it: a leg on each of two engines with different stores, and one image of both. */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { architectureFor } from "../../src/platform/architecture.ts";
import { type Bench, folder, onBoth, ROOT } from "../support/action.ts";
import { attested } from "../support/attested.ts";
import { cacheService } from "../support/cache-service.ts";
import { type JobOptions, type JobRun, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";
import { securedFront } from "../support/registry-fronts.ts";
import { type ActionRun, runAction } from "../support/runner.ts";
import { scannerImage } from "../support/scanner-image.ts";

const PLAN = {
  id: "7-1-0a1b2c3d",
  platforms: ["linux/s390x", "linux/amd64", "linux/386", "linux/arm64", "linux/arm/v7"],
};

/** An image of one program of each platform, which a RUN step starts; `context` has them all. */
async function contextOn(bench: Bench): Promise<string> {
  const probes = PLAN.platforms.map((platform) => {
    const [os = "", architecture = ""] = platform.split("/");
    const { probe = "" } = architectureFor({ os, architecture }) ?? {};
    return [architecture, Buffer.from(probe, "base64")];
  });
  const Dockerfile = 'FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH /probe\nRUN ["/probe"]\n';
  return await folder(bench, "context", { ...Object.fromEntries(probes), Dockerfile });
}

/** A leg of the plan; its image goes to `repository`, which both engines know. */
async function legOn(
  bench: Bench,
  repository: string,
  platform: string,
  { inputs = {}, ...options }: JobOptions & { inputs?: Readonly<Record<string, string>> } = {},
): Promise<JobRun> {
  const context = await contextOn(bench);
  const leg = JSON.stringify({ platform, plan: PLAN.id });
  const tags = `${repository}:1,${repository}:latest`;
  const job = await runJob(bench, { context, leg, tags, push: "true", ...inputs }, options);
  assert.equal(job.main.exitCode, 0, job.main.log);
  return job;
}

const made = ({ calls }: JobRun): number => calls.filter(([, verb]) => verb === "create").length;

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
  "G03 c G04 G06 c: legs of several platforms on two stores through the cache, with and without attestations, merged to two registries",
  async (containerd, classic) => {
    const service = await cacheService();
    classic.cleanup.push(async () => service.close());
    const env = service.variables("v2");
    const { repository } = containerd;
    const generator = await scannerImage({ ...containerd, name: `${repository}-scanner:1` });
    const both = await legOn(containerd, repository, "linux/arm64,linux/arm/v7", {
      ...{ env, inputs: { provenance: "mode=max", sbom: "true" } },
    });
    const native = await legOn(classic, repository, "linux/amd64,linux/386", {
      ...{ env, inputs: { provenance: "true", sbom: `generator=${generator}` } },
    });
    const packed = await legOn(classic, repository, "linux/s390x", {
      ...{ env, inputs: { provenance: "false" } },
    });
    assert.deepEqual([both, native, packed].map(made), [0, 1, 0], "builders made");
    const proven = ["provenance", "spdx"];
    const expected = {
      "linux/s390x": [],
      ...{ "linux/amd64": proven, "linux/386": proven },
      ...{ "linux/arm64": proven, "linux/arm/v7": proven },
    };
    const [tag, elsewhere] = [`${repository}:1`, `${repository}-other:2`];
    assert.equal(await publishedIndex(tag), undefined, "no leg moves a tag");
    assert.deepEqual(Object.keys(JSON.parse(both.main.outputs.digests ?? "")), [
      ...["linux/arm64", "linux/arm/v7"],
    ]);
    // Another registry with an authority and tokens of its own: what it lacks is sent, nothing is mounted.
    const login = { kind: "token", username: "me", password: "secret" } as const;
    const front = await securedFront(containerd, { login });
    const other = elsewhere.replace(containerd.registry, front.host);
    const auths = { [front.host]: { auth: Buffer.from("me:secret").toString("base64") } };
    await writeFile(
      join(containerd.env.DOCKER_CONFIG ?? "", "config.json"),
      JSON.stringify({ auths }),
    );
    const merged = await merge(containerd, { tags: `${tag},${other}` }, env);
    assert.ok(merged.succeeded, merged.log);
    const tokens = front.asked.filter((line) => line.startsWith("GET /token"));
    assert.equal(tokens.length, 2, "one token to read, one to write");
    const asked = front.asked.filter((line) => line.startsWith("PUT "));
    assert.match(asked.at(-1) ?? "", /\/manifests\/2 201$/, "the tag comes after all else");
    for (const ref of [tag, elsewhere]) {
      assert.equal((await publishedIndex(ref))?.digest, merged.outputs.digest);
      assert.deepEqual(await attested(ref), expected);
    }
    for (const platform of PLAN.platforms) assert.ok(merged.summary.includes(platform), platform);
  },
);
