/** Faults on the machine in the middle of a job: a plain error or the right result, and nothing left. */

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
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
  QEMU,
} from "../support/place.ts";
import type { ActionRun } from "../support/runner.ts";

const arm64 = { platforms: "arm64" };

async function mounted(t: TestContext): Promise<Place> {
  const here = await place(t);
  here.namespace.sh(MOUNT);
  return here;
}

/** A folder of the place with a file system of its own, `options` as mount takes them. */
async function filesystem(here: Place, name: string, options: string): Promise<string> {
  const path = join(here.folder, name);
  await mkdir(path);
  here.namespace.sh(`mount -t tmpfs -o ${options} none ${path}`);
  return path;
}

/** It failed as it should, and neither main nor post left a handler. */
async function assertFailed(here: Place, main: ActionRun, says: RegExp): Promise<void> {
  assert.equal(main.exitCode, 1, main.log);
  assert.match(errorOf(main), says);
  assert.deepEqual(here.handlers(), []);
  assertQuiet(await here.post(main));
  assert.deepEqual(here.handlers(), []);
}

test("an emulator on a file system without exec", async (t) => {
  const here = await mounted(t);
  const folder = await filesystem(here, "noexec", "noexec");
  here.namespace.sh(`cp ${QEMU}/qemu-aarch64 ${folder}/`);
  const main = await here.main({ ...arm64, emulator: folder });
  await assertFailed(
    here,
    main,
    /did not take the binfmt handlers[\s\S]*Permission denied[\s\S]*mounted noexec/,
  );
});

test("somebody removes the handler before it is proven", async (t) => {
  const here = await mounted(t);
  const env = await disturbing(here, `for f in ${MISC}/anyarch-*; do echo -1 >"$f"; done`);
  const main = await here.main(arm64, { env });
  await assertFailed(here, main, /handler for aarch64 is gone/);
});

test("somebody unmounts binfmt_misc before it is proven", async (t) => {
  const here = await mounted(t);
  const main = await here.main(arm64, { env: await disturbing(here, `umount -l ${MISC}`) });
  await assertFailed(here, main, /program for aarch64 does not run/);
});

for (const [what, lines] of [
  ["removes the handler", `for f in ${MISC}/anyarch-*; do echo -1 >"$f"; done`],
  ["unmounts binfmt_misc", `umount ${MISC}`],
]) {
  test(`somebody ${what} before it is undone: post has nothing to say`, async (t) => {
    const here = await place(t);
    const main = await here.main(arm64);
    assert.equal(main.exitCode, 0, main.log);
    here.namespace.sh(lines ?? "");
    assertQuiet(await here.post(main));
    assert.deepEqual(here.handlers(), []);
  });
}

/** A compressed emulator, which is unpacked into the temporary folder. */
async function packed(here: Place): Promise<Record<string, string>> {
  const file = join(here.folder, "x86_64_qemu-aarch64.gz");
  const hash = here.namespace.sh(
    `gzip -1 <${QEMU}/qemu-aarch64 >${file}; sha256sum <${QEMU}/qemu-aarch64`,
  );
  return {
    ...arm64,
    emulator: "release",
    "emulator-url": `file://${file}`,
    "emulator-sha256": hash.slice(0, 64),
  };
}

for (const size of ["8k", "5m", "10m"]) {
  test(`a disk of ${size} that is full while the emulator is unpacked`, async (t) => {
    const here = await mounted(t);
    const temp = await filesystem(here, "temp", `size=${size}`);
    const inputs = await packed(here);
    const main = await here.main(inputs, { temp });
    await assertFailed(here, main, /ENOSPC[\s\S]*disk of the runner[\s\S]*df -h/);
    assert.equal(here.namespace.sh(`ls ${temp}`), "", "nothing is left on the full disk");
  });
}

test("a tool cache and a HOME that are read-only or full: the emulator is not kept, and works", async (t) => {
  const here = await mounted(t);
  const inputs = await packed(here);
  for (const options of ["ro", "size=4m"]) {
    const toolCache = await filesystem(here, `tools-${options}`, options);
    const home = await filesystem(here, `home-${options}`, options);
    const env = { HOME: home, XDG_CACHE_HOME: undefined };
    const main = await here.main(inputs, { toolCache, env });
    assert.equal(main.exitCode, 0, main.log);
    assert.match(main.log, /cannot keep it/);
    assert.equal(here.namespace.sh(here.program).trim(), "aarch64");
    assert.equal(here.namespace.sh(`find ${toolCache} ${home} -type f -name 'qemu*'`), "");
    assertQuiet(await here.post(main));
  }
});
