/** The runner's own files on a disk that is full: nothing green that is not, nothing left behind. */

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import {
  assertQuiet,
  disturbing,
  errorOf,
  MISC,
  MOUNT,
  type Place,
  place,
} from "../support/place.ts";
import { keyValues } from "../support/runner/key-values.ts";

/** A page: what a tmpfs hands out at a time. */
const PAGE = 4096;

interface Disk {
  readonly here: Place;
  /** A file on it, in which `room` bytes are left. */
  fileWith(room: number): string;
}

/** A place, and a disk of one page. */
async function withDisk(t: TestContext): Promise<Disk> {
  const here = await place(t);
  here.namespace.sh(MOUNT);
  const disk = join(here.folder, "disk");
  await mkdir(disk);
  here.namespace.sh(`mount -t tmpfs -o size=${PAGE} none ${disk}`);
  const file = join(disk, "file");
  const fileWith = (room: number): string => {
    const filler = `x=${"y".repeat(PAGE - room - 3)}\n`;
    here.namespace.sh(`printf %s '${filler}' >${file}`);
    return file;
  };
  return { here, fileWith };
}

/** What the runner takes out of a file that ends in the middle. */
function valuesIn({ namespace }: Place, file: string): Record<string, string> {
  const values = {};
  try {
    keyValues(namespace.sh(`cat ${file}`), values);
  } catch {
    // It fails the step as well, and keeps what it has read.
  }
  return values;
}

const FULL = /^The runner's file for state could not be written[\s\S]*ENOSPC/;
const inputs = { platforms: "arm64" };

for (const { name, given, upset, ends } of [
  { name: "a run", given: inputs, ends: /^$/ },
  { name: "one that keeps its handlers", given: { ...inputs, keep: "true" }, ends: /^$/ },
  {
    name: "one that fails",
    given: inputs,
    upset: `for f in ${MISC}/anyarch-*; do echo 0 >"$f"; done`,
    ends: /aarch64/,
  },
]) {
  test(`a full GITHUB_STATE, at each thing that ${name} writes to it: all is undone at once`, async (t) => {
    const { here, fileWith } = await withDisk(t);
    const temp = join(here.folder, "runner");
    await mkdir(temp);
    const env = upset === undefined ? {} : await disturbing(here, upset);
    const errors: string[] = [];
    for (let room = 0; errors.at(-1)?.match(FULL) ?? room === 0; room += 160) {
      const file = fileWith(room);
      const main = await here.main(given, { temp, env: { ...env, GITHUB_STATE: file } });
      const error = errorOf(main);
      errors.push(error);
      assert.equal(main.exitCode, error === "" ? 0 : 1, main.log);
      if (error !== "") assert.deepEqual(here.handlers(), [], `${room} bytes: not undone`);
      const post = await here.post({ ...main, state: valuesIn(here, file) }, { temp });
      assertQuiet(post);
      here.namespace.sh(`for f in ${MISC}/anyarch-kept-*; do [ ! -e "$f" ] || echo -1 >"$f"; done`);
      assert.deepEqual(here.handlers(), [], `${room} bytes: left by post`);
      assert.equal(here.namespace.sh(`ls ${temp}`), "", `${room} bytes: files are left`);
    }
    assert.ok(errors.length > 5, `${errors.length} runs`);
    assert.match(errors.at(-1) ?? "", ends);
  });
}

test("a full GITHUB_OUTPUT: the step fails, and post undoes what it made", async (t) => {
  const { here, fileWith } = await withDisk(t);
  for (const room of [0, 300]) {
    const file = fileWith(room);
    const main = await here.main(inputs, { env: { GITHUB_OUTPUT: file } });
    assert.equal(main.exitCode, 1, main.log);
    assert.match(errorOf(main), /^The runner's file for outputs could not be written[\s\S]*ENOSPC/);
    assert.equal(valuesIn(here, file).emulators, undefined);
    assertQuiet(await here.post(main));
    assert.deepEqual(here.handlers(), []);
  }
});

test("a full GITHUB_STEP_SUMMARY: a warning, the step is right, and no half of a summary", async (t) => {
  const { here, fileWith } = await withDisk(t);
  for (const room of [0, 300]) {
    const file = fileWith(room);
    const main = await here.main(inputs, { env: { GITHUB_STEP_SUMMARY: file } });
    assert.equal(main.exitCode, 0, main.log);
    assert.match(main.log, /^Warning: The job summary could not be written: .*ENOSPC/m);
    assert.match(main.outputs.platforms ?? "", /linux\/arm64/);
    assert.equal(here.namespace.sh(`stat -c %s ${file}`).trim(), String(PAGE - room));
    assertQuiet(await here.post(main));
  }
});

test("GITHUB_STEP_SUMMARY with much in it already: cut at a row, or told", async (t) => {
  const here = await place(t);
  here.namespace.sh(MOUNT);
  const file = join(here.folder, "summary");
  for (const [before, says] of [
    [
      999_200,
      /^## Anyarch: [\s\S]*_Too long .*\[log\]\(https:\S+\) of this step has the rest\._\n$/,
    ],
    [999_900, /^$/],
    [2_000_000, /^$/],
  ] as const) {
    await writeFile(file, "x".repeat(before));
    const main = await here.main(inputs, { env: { GITHUB_STEP_SUMMARY: file } });
    assert.equal(main.exitCode, 0, main.log);
    const text = (await readFile(file, "utf8")).slice(before);
    assert.match(text, says);
    assert.ok(before + text.length <= Math.max(before, 1_000_000));
    const told = `^Warning: The job summary .* ${before} bytes are in it already`;
    assert.equal(new RegExp(told, "m").test(main.log), text === "", main.log);
    assertQuiet(await here.post(main));
  }
});

test("a temporary folder that takes no more files, at each of them: no bug, and nothing is left", async (t) => {
  const here = await place(t);
  here.namespace.sh(MOUNT);
  const errors: string[] = [];
  for (let files = 0; files === 0 || errors.at(-1) !== ""; files += 1) {
    const temp = join(here.folder, `temp-${files}`);
    await mkdir(temp);
    here.namespace.sh(`mount -t tmpfs -o nr_inodes=${files + 1} none ${temp}`);
    const main = await here.main(inputs, { temp });
    const error = errorOf(main);
    errors.push(error);
    assert.equal(main.exitCode, error === "" ? 0 : 1, main.log);
    if (error !== "") {
      assert.match(error, /ENOSPC[\s\S]*df -h/);
      assert.doesNotMatch(error, /a bug in/);
      assert.equal(here.namespace.sh(`ls ${temp}`), "", "nothing is left on the full disk");
    }
    assertQuiet(await here.post(main, { temp }));
    assert.deepEqual(here.handlers(), []);
    assert.ok(files < 20, "it never went well");
  }
  assert.ok(errors.length > 2, `${errors.length} runs`);
});
