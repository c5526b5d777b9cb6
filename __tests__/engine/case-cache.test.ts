/** Cases from real reports: caches that cannot be saved or read, and mounts that platforms share. */

import assert from "node:assert/strict";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { builds, errorOf, type JobRun, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";

const DEAD = "type=registry,ref=127.0.0.1:1/c";

async function pushed(bench: Bench, inputs: Readonly<Record<string, string>>): Promise<JobRun> {
  const dockerfile = `FROM ${bench.base}\nRUN uname -m > /machine\n`;
  const context = await folder(bench, "context", { Dockerfile: dockerfile });
  const tags = `${bench.repository}:1`;
  return await runJob(bench, { context, platforms: "linux/arm64", push: "true", tags, ...inputs });
}

onEngines(
  "G11 a cache that is not saved costs a warning, and not the image",
  async (bench) => {
    const good = `type=registry,ref=${bench.repository}:cache,mode=max`;
    const job = await pushed(bench, {
      "cache-to": `${DEAD},mode=max\n${good}\ntype=gha`,
      "cache-from": "127.0.0.1:1/c\ntype=gha",
    });
    const { main } = job;
    assert.equal(main.exitCode, 0, main.log);
    assert.equal(main.outputs.digest, (await publishedIndex(`${bench.repository}:1`))?.digest);
    assert.ok(await publishedIndex(`${bench.repository}:cache`));
    const told = (level: string): string[] =>
      main.annotations.filter((one) => one.level === level).map(({ message }) => message);
    const [warning = "", ...others] = told("warning");
    assert.match(warning, /^cache type=registry, ref=127\.0\.0\.1:1\/c .*not saved: .*refused/);
    assert.deepEqual(others, []);
    assert.equal(
      told("notice").filter((text) => /type=gha.*no cache service/.test(text)).length,
      1,
    );
    assert.match(main.summary, /cache `type=registry, ref=127\.0\.0\.1:1\/c`: not saved: /);
    assert.match(main.summary, /cache `type=registry, ref=\S+:cache`: saved/);
    const saving = builds(job.calls).filter((args) =>
      args.some((arg) => arg.includes("ignore-error")),
    );
    assert.equal(saving.length, 1, "caches are saved once");
  },
  "classic",
);

onEngines(
  "G11 ignore-error=false: an error, after the push, which is told with its digest",
  async (bench) => {
    const job = await pushed(bench, { "cache-to": `${DEAD},ignore-error=false` });
    assert.equal(job.main.exitCode, 1, job.main.log);
    const published = await publishedIndex(`${bench.repository}:1`);
    const text = errorOf(job);
    assert.match(text, /ref=127\.0\.0\.1:1\/c.*refused/);
    assert.ok(text.includes(`${bench.repository}:1 ${published?.digest}`), text);
    assert.match(job.main.summary, /not saved: /);
  },
  "containerd",
);

const lock = (mount: string): string =>
  `RUN --mount=type=cache,target=/c${mount} mkdir /c/lock || { echo "E: Could not get lock /c/lock"; exit 100; }; sleep 1; rmdir /c/lock`;

onEngines(
  "G22 two platforms share a cache mount: told with both, the id and the line to paste",
  async (bench) => {
    const platforms = "linux/amd64,linux/arm64";
    const text = `FROM ${bench.base}\nARG BUST=${process.pid}\n${lock(`,id=${bench.repository}`)}\n`;
    const context = await folder(bench, "context", { Dockerfile: text });
    const job = await runJob(bench, { context, platforms });
    const error = errorOf(job);
    assert.equal(job.main.exitCode, 1);
    assert.match(error, /failed at \[linux\/(amd64|arm64) stage-0 2\/2\] RUN --mount/);
    assert.match(error, /linux\/(amd64|arm64) ran at the same time with the same cache mount/);
    assert.ok(error.includes(`(id ${bench.repository})`), error);
    assert.match(error, /^ +RUN --mount=type=cache,target=\/c,sharing=locked/m);
    await folder(bench, "context", { Dockerfile: text.replace(",id=", ",sharing=locked,id=l") });
    const { main } = await runJob(bench, { context, platforms });
    assert.equal(main.exitCode, 0, main.log);
  },
  "containerd",
);
