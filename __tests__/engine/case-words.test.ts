/** Cases from real reports: quotes, commas and lines in values; values that command the runner. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { folder, onEngines } from "../support/action.ts";
import { runJob } from "../support/job-run.ts";
import { blobOf, publishedIndex } from "../support/published.ts";

/** As written in the workflow, and what docker/build-push-action makes of it. */
const VALUES = [
  { name: "J", written: 'J={"host":"h","a":[1,2]}', value: '{"host":"h","a":[1,2]}' },
  { name: "C", written: 'C=a,b="c" =d', value: 'a,b="c" =d' },
  { name: "E", written: "E=x==y=", value: "x==y=" },
  { name: "M", written: '"M=l1\nl2"', value: "l1\nl2" },
  { name: "Q", written: 'Q="quoted"', value: '"quoted"' },
];

onEngines("G07 values reach the image byte for byte", async (bench) => {
  const all = VALUES.map(({ written }) => written).join("\n");
  const names = VALUES.map(({ name }) => name);
  const mounts = names.map((name) => `--mount=type=secret,id=${name}`).join(" ");
  const Dockerfile = [
    `FROM ${bench.base}`,
    ...names.map((name) => `ARG ${name}`),
    `RUN for v in "$${names.join('" "$')}"; do printf %s "$v" | md5sum; done > /sums`,
    `RUN ${mounts} cd /run/secrets && md5sum ${names.join(" ")} > /secrets && wc -c ${names.join(" ")} > /sizes`,
  ];
  const context = await folder(bench, "context", { Dockerfile: `${Dockerfile.join("\n")}\n` });
  const tags = `${bench.repository}:1`;
  const test = "cat /sums /secrets /sizes";
  const lists = { "build-args": all, labels: all, secrets: all };
  const { main } = await runJob(bench, {
    ...{ context, tags, test, push: "true", platforms: "linux/arm64" },
    ...lists,
  });
  assert.equal(main.exitCode, 0, main.log);
  const labels = (await publishedIndex(tags))?.images[0]?.config.config?.Labels;
  for (const { name, value } of VALUES) {
    assert.equal(labels?.[name], value);
    const sum = createHash("md5").update(value).digest("hex");
    assert.ok(main.log.includes(`\n${sum}  -\n`), `build-arg ${name}`);
    assert.ok(main.log.includes(`\n${sum}  ${name}\n`), `secret ${name}`);
    assert.match(main.log, new RegExp(`^ +${Buffer.byteLength(value)} ${name}$`, "m"));
  }
});

const COMMANDS = [
  "::error::forged",
  "::warning::forged",
  "##[add-mask]e",
  "::add-mask::a",
  "::set-output name=digest::bad",
  "::save-state name=ledger::bad",
  "::stop-commands::t",
  "\r::error::forged after CR",
  "x##[error]forged within",
];

onEngines("G18 commands in labels, arguments and output of the build do nothing", async (bench) => {
  const printed = COMMANDS.map((text) => text.replace("\r", "\\r")).join("\\n");
  const Dockerfile = `FROM ${bench.base}\nARG FORGED\nRUN printf '${printed}\\n' && printf '%s\\n' "$FORGED"\n`;
  const context = await folder(bench, "context", { Dockerfile });
  const items = COMMANDS.filter((text) => !text.startsWith("\r"));
  const tags = `${bench.repository}:1`;
  const { main } = await runJob(bench, {
    ...{ context, tags, push: "true", platforms: "linux/arm64" },
    labels: items.map((text, index) => `l${index}=${text}`).join("\n"),
    "build-args": "FORGED=::error::forged by an argument",
    test: `printf '${printed}\\n'`,
  });
  assert.equal(main.exitCode, 0, main.log);
  assert.equal(main.succeeded, true);
  assert.equal(main.outputs.digest, (await publishedIndex(tags))?.digest);
  assert.deepEqual(main.masks, []);
  assert.deepEqual(main.annotations, []);
  const taken = new Set(main.commands.map(({ name }) => name));
  assert.deepEqual([...taken].sort(), ["endgroup", "group"]);
  assert.match(main.log, /forged by an argument/);
  assert.match(main.log, /forged after CR/);
});

onEngines("G18 commands in the output of a build that fails do nothing", async (bench) => {
  const printed = COMMANDS.map((text) => text.replace("\r", "\\r")).join("\\n");
  const Dockerfile = `FROM ${bench.base}\nRUN printf '${printed}\\n' >&2 && exit 7\n`;
  const context = await folder(bench, "context", { Dockerfile });
  const { main } = await runJob(bench, { context, platforms: "linux/arm64", load: "true" });
  assert.equal(main.exitCode, 1);
  assert.deepEqual([main.masks, main.outputs], [[], {}]);
  assert.deepEqual(
    main.annotations.map(({ level }) => level),
    ["error"],
  );
  assert.match(main.annotations[0]?.message ?? "", /exit code:? 7/);
});

onEngines(
  "G18 metadata stays small, valid and without provenance",
  async (bench) => {
    const stages = Array.from({ length: 40 }, (_, index) => {
      const long = "x".repeat(200);
      return `FROM ${bench.base} AS s${index}\nRUN echo ${long} > /s${index}\n`;
    });
    const copies = stages.map((_, index) => `COPY --from=s${index} /s${index} /\n`);
    const Dockerfile = [...stages, `FROM ${bench.base}\n`, ...copies].join("");
    const context = await folder(bench, "context", { Dockerfile });
    const tags = `${bench.repository}:1`;
    const platforms = "linux/amd64,linux/arm64,linux/arm/v7";
    const inputs = { context, tags, platforms, push: "true", provenance: "mode=max" };
    const env = { BUILDX_METADATA_PROVENANCE: "max" };
    const { main } = await runJob(bench, inputs, { env });
    assert.equal(main.exitCode, 0, main.log);
    const text = main.outputs.metadata ?? "";
    assert.ok(Buffer.byteLength(text) <= 64 * 1024, String(text.length));
    const metadata = JSON.parse(text);
    assert.equal(metadata["containerimage.digest"], main.outputs.digest);
    assert.equal(metadata["image.name"], tags);
    assert.doesNotMatch(text, /provenance/);
    assert.equal((await publishedIndex(tags))?.images.length, 3);
  },
  "containerd",
);

const TOKEN = "ghs_0123456789abcdefghijklmnopqrstuvwxyzABCD";

onEngines(
  "G20 a build argument that is a secret is warned of by name, and not told",
  async (bench) => {
    const Dockerfile = `FROM ${bench.base}\nARG NPM_TOKEN\nRUN printf %s "$NPM_TOKEN" | wc -c > /size\n`;
    const context = await folder(bench, "context", { Dockerfile });
    const tags = `${bench.repository}:1`;
    const { main, calls } = await runJob(bench, {
      ...{ context, tags, push: "true", platforms: "linux/arm64", provenance: "mode=max" },
      "build-args": `NPM_TOKEN=${TOKEN}`,
      test: "cat /size",
    });
    assert.equal(main.exitCode, 0, main.log);
    assert.match(main.log, new RegExp(`^${TOKEN.length}$`, "m"));
    const warnings = main.annotations.filter(({ level }) => level === "warning");
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0]?.message ?? "",
      /NPM_TOKEN looks like a secret[\s\S]*`secrets`[\s\S]*NPM_TOKEN=/,
    );
    const told = [
      main.stdout,
      main.stderr,
      main.summary,
      JSON.stringify([main.outputs, main.state]),
    ];
    for (const text of [...told, JSON.stringify(calls)]) assert.ok(!text.includes(TOKEN), text);
  },
);

onEngines("G20 the same as a secret is not in the image, nor warned of", async (bench) => {
  const Dockerfile = `FROM ${bench.base}\nRUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN printf %s "$NPM_TOKEN" | wc -c > /size\n`;
  const context = await folder(bench, "context", { Dockerfile });
  const tags = `${bench.repository}:1`;
  const { main } = await runJob(bench, {
    ...{ context, tags, push: "true", platforms: "linux/arm64", provenance: "mode=max" },
    secrets: `NPM_TOKEN=${TOKEN}`,
    test: "cat /size",
  });
  assert.equal(main.exitCode, 0, main.log);
  assert.match(main.log, new RegExp(`^${TOKEN.length}$`, "m"));
  assert.deepEqual(main.annotations, []);
  const published = await publishedIndex(tags);
  assert.ok(published !== undefined && published.attestations.length === 1);
  for (const digest of published.attestations) {
    const attestation = await publishedIndex(`${bench.repository}@${digest}`);
    const layers = attestation?.images[0]?.layers ?? [];
    assert.notEqual(layers.length, 0);
    for (const layer of layers) {
      assert.ok(!(await blobOf(bench.repository, layer)).includes(TOKEN));
    }
  }
  assert.ok(!JSON.stringify(published).includes(TOKEN));
});
