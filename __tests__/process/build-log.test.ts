/** What a build says, through the whole bundled step: long, forged, and explained. */

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { forgedCommands } from "../faults/commands.ts";
import { withBuildx } from "../support/fake-buildx.ts";
import { inFolder } from "../support/faults.ts";

const MAKE = 'process \\"/bin/sh -c make\\" did not complete successfully: exit code: 2';

test("a log of 200 MB without a line's end, in 64 MB of heap", async () => {
  const main = await withBuildx(
    `vertex({});
    const progress = Array.from({ length: 1000 }, (_, n) => "\\r" + "#".repeat(190) + n).join("");
    for (let n = 0; n < 1000; n += 1) await log(progress);
    await log("\\nthe end\\n");
    end("${MAKE}");
    process.exitCode = 1;`,
    "--max-old-space-size=64",
  );
  assert.equal(main.exitCode, 1, main.stderr);
  assert.match(main.log, /^#1 \d+\.\d the end$/m);
  assert.match(main.annotations[0]?.message ?? "", /\| the end\n/);
});

test("no more memory for a log three times as long, of lines or of one, and a runner that reads late", async () => {
  const sizes = await Promise.all([memory(15, "\n"), memory(45, "\n"), memory(45, "")]);
  const [short = 0, ...long] = sizes;
  for (const size of long) assert.ok(size < short + 25, `${sizes.join(", ")} MB`);
});

/** MB that main had at most, in a build that prints so many MB of lines with this end. */
async function memory(megabytes: number, end: string): Promise<number> {
  return await inFolder(async (folder) => {
    const [preload, seen] = [join(folder, "seen.mjs"), join(folder, "seen")];
    const program = `import { writeFileSync } from "node:fs";
      process.on("exit", () => writeFileSync("${seen}", String(process.resourceUsage().maxRSS)));`;
    await writeFile(preload, program);
    const script = `vertex({});
      const line = "x".repeat(99) + ${JSON.stringify(end)};
      for (let n = 0; n < ${megabytes * 10}; n += 1) await log(line.repeat(1000));
      await log("\\nthe end\\n");`;
    const flags = `--max-old-space-size=64 --import 'file://${preload}'`;
    const main = await withBuildx(script, flags, {}, "sleep 4; tail -c 20000");
    assert.match(main.log, /\d\.\d the end$/m, main.stderr);
    return Number(await readFile(seen, "utf8")) / 1024;
  });
}

test("the cause and the cure are in log, annotation and summary, however long the lines are", async () => {
  const main = await withBuildx(`vertex({});
    for (let n = 0; n < 30; n += 1) await log("x".repeat(1500) + "\\n");
    await log("/usr/bin/tool: cannot execute binary file: Exec format error\\n");
    await log("cp: write error: No space left on device\\n");
    end("${MAKE}");
    process.exitCode = 1;`);
  assert.equal(main.exitCode, 1);
  const message = main.annotations[0]?.message ?? "";
  assert.ok(message.length <= 4096);
  for (const text of [main.log, message, main.summary]) {
    assert.match(text, /The build for linux\/amd64 failed at \[2\/2\] RUN make/);
    assert.match(text, /likely cause: A program in the image is made for another architecture/);
    assert.match(text, /ARG TARGETARCH/);
    assert.match(
      text,
      /or: The disk of the builder, or of the engine that takes the image, is full\.\n {2}do this:\n {4}docker system prune/,
    );
    assert.match(text, /#exec-format-error[\s\S]*#disk-full/);
  }
});

test("a build argument that looks secret is not in the answer of `call: outline` either", async () => {
  const main = await withBuildx(
    'process.stdout.write("API_TOKEN  not-for-eyes  of the API\\n");',
    "",
    {
      "build-args": "API_TOKEN=not-for-eyes",
      call: "outline",
    },
  );
  assert.equal(main.exitCode, 0, main.log);
  assert.match(main.log, /^API_TOKEN {2}\*\*\* {2}of the API$/m);
  assert.doesNotMatch(main.stdout, /not-for-eyes/);
});

test("what a cache logs in with is not in the error of a build that fails", async () => {
  const main = await withBuildx(`vertex({}); end("${MAKE}"); process.exitCode = 1;`, "", {
    "cache-to": "type=s3,bucket=mine,region=here,secret_access_key=not-for-eyes",
  });
  assert.equal(main.exitCode, 1);
  assert.match(
    main.annotations[0]?.message ?? "",
    /bucket=mine,region=here,secret_access_key=\*\*\*/,
  );
  for (const text of [main.stdout, main.summary]) assert.doesNotMatch(text, /not-for-eyes/);
});

test("G18 forged commands in names, output, errors and warnings of a build do nothing", async () => {
  const main = await withBuildx(`const forged = ${JSON.stringify(forgedCommands)};
    for (const text of forged) {
      process.stderr.write(text + "\\n");
      vertex({ digest: "sha256:" + text, name: "[2/2] RUN " + text });
      vertex({ name: text });
      await log(text + "\\n");
    }
    end(forged.join("\\n"));
    process.stderr.write("ERROR: " + forged.join("\\n") + "\\n");
    process.exitCode = 1;`);
  assert.equal(main.exitCode, 1);
  const taken = new Set(main.commands.map(({ name }) => name));
  assert.deepEqual([...taken].sort(), ["endgroup", "error", "group"]);
  assert.equal(main.annotations.length, 1);
  assert.deepEqual([main.masks, main.outputs], [[], {}]);
});

test("a crash in the middle of a long log, in a step that ends well, is no success", async () => {
  const main = await withBuildx(`vertex({});
    await log("qemu: uncaught target signal 11 (Segmen");
    await log("tation fault) - core dumped\\n");
    for (let n = 0; n < 500; n += 1) await log("line " + n + "\\n");
    end();`);
  assert.equal(main.exitCode, 1);
  const message = main.annotations[0]?.message ?? "";
  assert.match(message, /\[2\/2\] RUN make: a program crashed .*signal 11: segmentation fault/);
  assert.match(message, /no-cache: true/);
});

test("a build that ends well and has made nothing is no success", async () => {
  const main = await withBuildx("vertex({}); end();");
  assert.equal(main.exitCode, 1);
  assert.equal(main.succeeded, false);
});

test("a clock that is set by hours while a build runs: nothing is stopped for it, nor called silent", async () => {
  const clock = join(import.meta.dirname, "../support/jumping-clock.mjs");
  const main = await withBuildx(
    `vertex({});
    for (let n = 0; n < 5; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await log("line " + n + "\\n");
    }
    end();`,
    `--import ${clock}`,
    { timeout: "30" },
  );
  assert.match(main.log, /line 4$/m);
  assert.doesNotMatch(main.log, /still running|was stopped/);
  // The build ended well; what comes after it is more than this engine does.
  assert.match(main.annotations[0]?.message ?? "", /^Could not create a container/);
});

test("G18 an error that nobody caught: the run ends, says so, undoes, and commands nobody", async () => {
  const uncaught = join(import.meta.dirname, "../support/uncaught.mjs");
  const main = await withBuildx(
    "vertex({}); await new Promise((resolve) => setTimeout(resolve, 30_000)); end();",
    `--import ${uncaught}`,
  );
  assert.equal(main.exitCode, 1);
  assert.match(main.annotations[0]?.message ?? "", /^a bug in Anyarch: Error: lost/);
  assert.deepEqual([main.masks, main.outputs, main.orphans, main.stderr], [[], {}, [], ""]);
  assert.match(main.state.ledger ?? "", /"undone":true/);
});
