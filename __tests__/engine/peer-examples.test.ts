/** docker/build-push-action's documented examples, run as they stand; several of them in one run. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { folder, onEngines } from "../support/action.ts";
import { gitServer } from "../support/git-server.ts";
import { runJob } from "../support/job-run.ts";
import { peerExamples } from "../support/peer-examples.ts";
import { publishedIndex } from "../support/published.ts";

onEngines(
  "examples of many inputs: platforms, registries, caches, labels, annotations, secrets, attestations",
  async (bench) => {
    const dir = await folder(bench, "workspace", {
      Dockerfile: `FROM base\nRUN --mount=type=secret,id=JSON_SECRET cat /run/secrets/JSON_SECRET | wc -c > /size\n`,
    });
    const examples = peerExamples({ registry: bench.repository, temp: join(bench.dir, "temp") });
    const pages = [
      ...["secrets", "named-contexts", "manage-tags-labels", "cache (registry)"],
      ...["attestations", "annotations (index)", "push-multi-registries"],
    ];
    const blocks = pages.map((page) => examples.find((example) => example.page === page)?.with);
    const inputs = Object.assign({}, ...blocks, {
      "build-contexts": `base=docker-image://${bench.base}`,
      test: "cat /size",
    });
    const { main } = await runJob(bench, inputs, { dir });
    assert.equal(main.exitCode, 0, main.log);
    assert.match(main.log, /^33$/m);
    for (const tag of ["app:latest", "app:1.0.0", "other/app:latest"]) {
      const published = await publishedIndex(`${bench.repository}/${tag}`);
      assert.equal(published?.digest, main.outputs.digest, tag);
      assert.equal(published?.images.length, 2);
      assert.equal(published?.attestations.length, 2);
      const labels = published?.images[0]?.config.config?.Labels;
      assert.equal(labels?.["org.opencontainers.image.title"], "an app, small");
    }
    assert.ok(await publishedIndex(`${bench.repository}/app:buildcache`));
    const metadata = JSON.parse(main.outputs.metadata ?? "{}");
    const names = ["app:latest", "app:1.0.0", "other/app:latest"];
    assert.equal(
      metadata["image.name"],
      names.map((name) => `${bench.repository}/${name}`).join(","),
    );
  },
  "classic",
);

onEngines(
  "examples of the Git context: the workflow's commit, a folder of it, fetched with the token",
  async (bench) => {
    const files = {
      "mysubdir/Dockerfile": `FROM ${bench.base}\nCOPY file /file\n`,
      "mysubdir/file": "of the commit",
    };
    const server = await gitServer(join(bench.dir, "git"), "o/r", files, "ghs_of-the-test");
    bench.cleanup.push(() => server.close());
    const example = peerExamples({ registry: bench.repository, temp: bench.dir }).find(
      (each) => each.with.context === "{{defaultContext}}:mysubdir",
    );
    const env = {
      ...{ GITHUB_REPOSITORY: "o/r", GITHUB_REF: "refs/heads/main", GITHUB_SHA: server.sha },
      GITHUB_SERVER_URL: server.url,
    };
    const contexts = { "github.token": "ghs_of-the-test" };
    const inputs = { ...example?.with, test: "cat /file" };
    const { main, calls } = await runJob(bench, inputs, { env, contexts });
    assert.equal(main.exitCode, 0, main.log);
    assert.match(main.log, /of the commit/);
    assert.ok(calls.some((args) => args.includes(`${server.url}/o/r.git#${server.sha}:mysubdir`)));
    assert.ok(!JSON.stringify([calls, main.log]).includes("ghs_of-the-test"));
    assert.ok(await publishedIndex(`${bench.repository}/app:latest`));
  },
  "containerd",
);
