/** Cases from real reports: outputs of a result that is not pushed, and tests that never ran. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { extract } from "tar-stream";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { errorOf, type JobRun, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";

const DIGEST = /^sha256:[0-9a-f]{64}$/;

async function built(
  bench: Bench,
  inputs: Readonly<Record<string, string>>,
  between?: (main: JobRun["main"]) => Promise<void>,
): Promise<JobRun> {
  const Dockerfile = `FROM ${bench.base}\nRUN uname -m > /machine\n`;
  const context = await folder(bench, "context", { Dockerfile });
  const all = { context, platforms: "linux/arm64", tags: `${bench.repository}:1`, ...inputs };
  return await runJob(bench, all, between === undefined ? {} : { between });
}

onEngines("G13 built only into the cache: no digest, and a notice", async (bench) => {
  const { main, left } = await built(bench, { test: "echo tested $(uname -m)" });
  assert.equal(main.exitCode, 0, main.log);
  assert.equal(main.outputs.digest, "");
  const notices = main.annotations.filter(({ level }) => level === "notice");
  assert.match(
    notices.map(({ message }) => message).join(),
    /only into the cache; set `push`, `load` or/,
  );
  assert.match(main.log, /^tested aarch64$/m);
  assert.equal(await publishedIndex(`${bench.repository}:1`), undefined);
  assert.ok(!left.some((line) => line.includes("candidate")), left.join());
});

onEngines("G13 load: the digest is that of the loaded image", async (bench) => {
  const ref = `${bench.repository}:1`;
  const { main } = await built(bench, { load: "true" }, async (main) => {
    assert.equal(main.exitCode, 0, main.log);
    const id = await bench.docker("image", "inspect", "--format", "{{.Id}}", ref);
    assert.equal(main.outputs.digest, id);
    const args = [
      "run",
      "--rm",
      "--network=none",
      "--platform=linux/arm64",
      ref,
      "cat",
      "/machine",
    ];
    assert.equal(await bench.docker(...args), "aarch64");
    await bench.docker("image", "rm", ref);
  });
  assert.match(main.outputs.imageid ?? "", DIGEST);
});

onEngines(
  "G13 push: the digest is the registry's, imageid as in docker's action",
  async (bench) => {
    const { main } = await built(bench, { push: "true", provenance: "false" });
    assert.equal(main.exitCode, 0, main.log);
    const published = await publishedIndex(`${bench.repository}:1`);
    assert.equal(published?.isIndex, false);
    assert.equal(main.outputs.digest, published?.digest);
    assert.equal(main.outputs.imageid, published?.images[0]?.configDigest);
  },
);

onEngines("G13 oci: the digest is that of the index in the archive", async (bench) => {
  const dest = join(bench.dir, "x.tar");
  const { main } = await built(bench, { outputs: `type=oci,dest=${dest}` });
  assert.equal(main.exitCode, 0, main.log);
  const files = await filesOf(dest);
  const index = JSON.parse(String(files.get("index.json")));
  const [top] = index.manifests;
  assert.equal(main.outputs.digest, top.digest);
  const bytes = files.get(`blobs/${top.digest.replace(":", "/")}`) ?? Buffer.alloc(0);
  assert.equal(`sha256:${createHash("sha256").update(bytes).digest("hex")}`, top.digest);
  assert.match(main.summary, /x\.tar/);
});

async function filesOf(path: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const tar = extract();
  tar.end(await readFile(path));
  for await (const entry of tar) {
    files.set(entry.header.name, await buffer(entry));
  }
  return files;
}

onEngines("G15 a test that fails on arm64 only publishes nothing", async (bench) => {
  const entry = [
    "#!/bin/sh",
    'echo "entry $1 on $(uname -m)"',
    'test "$(uname -m)" = x86_64 || { echo "no luck here"; exit 3; }',
  ];
  const Dockerfile = `FROM ${bench.base}\nCOPY entry /entry\nENTRYPOINT ["/entry"]\n`;
  const context = await folder(bench, "tested", { Dockerfile, entry: `${entry.join("\n")}\n` });
  // The one that fails first: the other is tried all the same.
  const platforms = "linux/arm64,linux/amd64";
  const tags = `${bench.repository}:1,${bench.repository}:latest`;
  const test = "/entry --version";
  const job = await runJob(bench, { context, platforms, tags, test, push: "true" });
  const { main, left } = job;
  assert.equal(main.exitCode, 1, main.log);
  assert.deepEqual(left, []);
  for (const tag of ["1", "latest"]) {
    assert.equal(await publishedIndex(`${bench.repository}:${tag}`), undefined);
  }
  assert.match(errorOf(job), /linux\/arm64: exit code 3; its last lines:/);
  assert.match(errorOf(job), /no luck here/);
  assert.match(errorOf(job), /as for linux\/amd64/);
  assert.match(main.summary, /\| `linux\/amd64` \|.*\| passed, /);
  assert.match(main.summary, /\| `linux\/arm64` \|.*\| \*\*failed\*\*, exit code `?3/);
  const groups = main.groups.filter(({ name }) => name.startsWith("Test the image for"));
  assert.deepEqual(
    groups.map(({ name, lines }) => [name, lines[0]]),
    [
      ["Test the image for linux/arm64", "entry --version on aarch64"],
      ["Test the image for linux/amd64", "entry --version on x86_64"],
    ],
  );
});
