/** What the inputs of the build do to the image: secrets, arguments, labels, targets, caches. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { builds, runJob } from "../support/job-run.ts";
import { blobOf, publishedIndex } from "../support/published.ts";

const SECRET = "swordfish-0x5ec2e7-value";

onEngines("a secret reaches its RUN step and nothing else", async (bench) => {
  const Dockerfile = [
    `FROM ${bench.base}`,
    "RUN --mount=type=secret,id=one --mount=type=secret,id=two --mount=type=secret,id=three \\",
    "  cat /run/secrets/one | md5sum > /sums && wc -c < /run/secrets/two >> /sums && \\",
    "  cat /run/secrets/three | md5sum >> /sums",
  ];
  const context = await folder(bench, "context", { Dockerfile: Dockerfile.join("\n") });
  const files = await folder(bench, "secrets", { three: `${SECRET}-three` });
  const ref = `${bench.repository}:1`;
  const { main, calls } = await runJob(
    bench,
    {
      context,
      platforms: "linux/arm64",
      tags: ref,
      push: "true",
      secrets: `one=${SECRET}-one`,
      "secret-envs": "two=MY_SECRET",
      "secret-files": `three=${join(files, "three")}`,
      test: "cat /sums",
    },
    { env: { MY_SECRET: `${SECRET}-two` } },
  );
  assert.equal(main.exitCode, 0, main.log);
  const sum = (text: string): string => createHash("md5").update(text).digest("hex");
  assert.ok(main.log.includes(`\n${sum(`${SECRET}-one`)}  -\n${SECRET.length + 4}\n`), main.log);
  assert.ok(main.log.includes(sum(`${SECRET}-three`)));
  // The runner takes the lines that hide a secret, and shows them to nobody.
  const shown = main.stdout.replaceAll(/^::add-mask::.*$/gm, "");
  assert.notEqual(shown, main.stdout);
  const told = [shown, main.stderr, main.summary, JSON.stringify([main.outputs, main.state])];
  for (const text of told) assert.ok(!text.includes(SECRET), text);
  assert.ok(!JSON.stringify(calls).includes(SECRET), "in arguments of docker");
  for (const bytes of await bytesOf(bench, ref)) assert.ok(!bytes.includes(SECRET));
});

/** Configs and unpacked layers of all images under `ref`. */
async function bytesOf({ repository }: Bench, ref: string): Promise<Buffer[]> {
  const images = (await publishedIndex(ref))?.images ?? [];
  const layers = await Promise.all(
    images.flatMap(({ layers }) => layers.map((layer) => blobOf(repository, layer))),
  );
  assert.ok(layers.length > 1);
  const configs = images.map(({ config }) => Buffer.from(JSON.stringify(config)));
  const isPacked = (layer: Buffer): boolean => layer.readUInt16BE(0) === 0x1f8b;
  return [...layers.map((layer) => (isPacked(layer) ? gunzipSync(layer) : layer)), ...configs];
}

onEngines("build arguments, labels and target are those of the workflow", async (bench) => {
  const Dockerfile = [
    `FROM ${bench.base} AS wanted`,
    "ARG WHO",
    "ARG FROM_ENV",
    'RUN test "$WHO" = "me, and you" && test "$FROM_ENV" = outside',
    "FROM wanted AS other",
    "LABEL stage=other",
  ];
  const context = await folder(bench, "context", { "Other.file": Dockerfile.join("\n") });
  const ref = `${bench.repository}:1`;
  const inputs = {
    context,
    file: join(context, "Other.file"),
    platforms: "linux/arm64",
    tags: ref,
    push: "true",
    target: "wanted",
    "build-args": "WHO=me, and you\nFROM_ENV",
    labels: "org.example.title=A title, with = and 'quotes'\norg.example.b=2",
  };
  const { main } = await runJob(bench, inputs, { env: { FROM_ENV: "outside" } });
  assert.equal(main.exitCode, 0, main.log);
  const labels = (await publishedIndex(ref))?.images[0]?.config.config?.Labels;
  assert.equal(labels?.["org.example.title"], "A title, with = and 'quotes'");
  assert.equal(labels?.["org.example.b"], "2");
  assert.equal(labels?.stage, undefined);
});

onEngines("no-cache builds anew, else the second build is cached", async (bench) => {
  const mark = bench.repository.slice(-8);
  const Dockerfile = `FROM ${bench.base}\nRUN echo ${mark} && cat /proc/sys/kernel/random/uuid > /uuid\n`;
  const context = await folder(bench, "context", { Dockerfile });
  const inputs = { context, platforms: "linux/arm64", load: "true", test: "cat /uuid" };
  const uuid = async (more: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const { main } = await runJob(bench, { ...inputs, ...more });
    assert.equal(main.exitCode, 0, main.log);
    return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/m.exec(main.log)?.[0];
  };
  const first = await uuid({});
  assert.ok(first);
  assert.equal(await uuid({}), first);
  assert.notEqual(await uuid({ "no-cache": "true" }), first);
});

onEngines("cache-to type=local is written, and cache-from reads it", async (bench) => {
  const mark = bench.repository.slice(-8);
  const Dockerfile = `FROM ${bench.base}\nRUN echo ${mark} > /mark\n`;
  const context = await folder(bench, "context", { Dockerfile });
  const cache = join(bench.dir, "cache");
  const inputs = { context, platforms: "linux/arm64", tags: `${bench.repository}:1`, push: "true" };
  const first = await runJob(bench, { ...inputs, "cache-to": `type=local,dest=${cache}` });
  assert.equal(first.main.exitCode, 0, first.main.log);
  const index = JSON.parse(await readFile(join(cache, "index.json"), "utf8"));
  assert.equal(index.manifests.length, 1);
  assert.ok((await readdir(join(cache, "blobs/sha256"))).length > 1);
  const second = await runJob(bench, { ...inputs, "cache-from": `type=local,src=${cache}` });
  assert.equal(second.main.exitCode, 0, second.main.log);
  assert.match(second.main.log, /importing cache manifest from local/);
});

onEngines("cache-to type=inline goes into the image", async (bench) => {
  const Dockerfile = `FROM ${bench.base}\nRUN echo inline > /mark\n`;
  const context = await folder(bench, "context", { Dockerfile });
  const tags = `${bench.repository}:1`;
  const inputs = { context, platforms: "linux/arm64", tags, push: "true" };
  const { main, calls } = await runJob(bench, { ...inputs, "cache-to": "type=inline" });
  assert.equal(main.exitCode, 0, main.log);
  assert.ok(builds(calls).some((args) => args.includes("type=inline")));
  const [image] = (await publishedIndex(tags))?.images ?? [];
  assert.ok(image !== undefined && "moby.buildkit.cache.v0" in image.config, JSON.stringify(image));
});
