/** `prove-all` itself: every architecture of two series of QEMU, and what fails is told. */

import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { rigPaths } from "../../scripts/rig/paths.ts";
import { tryRun } from "../../scripts/rig/run.ts";
import { qemuSeries } from "../../scripts/rig/series.ts";
import { architectures } from "../../src/platform/architecture.ts";
import { ROOT } from "../support/action.ts";
import { DIFFERENCES, differing } from "../support/debian-differences.ts";

const HANDLERS = "/proc/sys/fs/binfmt_misc";

async function proveAll(...args: string[]) {
  const command = ["--import", "tsx", "scripts/prove-all.ts", ...args];
  return await tryRun(process.execPath, command, { cwd: ROOT });
}

async function handlers(): Promise<readonly string[]> {
  return (await readdir(HANDLERS).catch(() => [])).sort();
}

test("every architecture is proven with both series, and nothing is left", async () => {
  const before = await handlers();
  const { exitCode, stdout, stderr } = await proveAll();
  assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
  assert.deepEqual(await handlers(), before);
  const [older = "", newest = ""] = stdout.split(/^rule +platforms.*$/m).slice(1);
  const rows = (text: string, verdict: string): string[] =>
    [...text.matchAll(new RegExp(`^(\\S+) .* ${verdict}( .*)?$`, "gm"))].map(
      ([, name = ""]) => name,
    );
  const native = rows(older, "native");
  assert.ok(native.length >= 1, older);
  const proven = [...rows(older, "ok"), ...native].filter((name) => !name.endsWith("-baab"));
  assert.deepEqual(
    proven.sort(),
    architectures.map(({ target }) => target),
  );
  assert.ok(rows(newest, "ok").length >= rows(older, "ok").length - 2, newest);
  assert.deepEqual(rows(newest, "absent"), ["cris", "nios2"]);
  for (const text of [older, newest]) assert.ok(rows(text, "ok").includes("microblaze-baab"));
});

test("an emulator that does not run fails, is named, and the exit code says so", async () => {
  const folder = await mkdtemp(join(tmpdir(), "prove-all-"));
  try {
    const series = await qemuSeries(rigPaths(), () => undefined);
    const programs = series.at(-1)?.programs ?? "";
    await copyFile(join(programs, "qemu-s390x"), join(folder, "qemu-s390x"));
    await copyFile(join(programs, "qemu-sh4"), join(folder, "qemu-sh4eb"));
    await writeFile(join(folder, "qemu-hppa"), "#!/bin/sh\n", { mode: 0o755 });
    await mkdir(join(folder, "qemu-alpha"));
    const before = await handlers();
    const { exitCode, stdout, stderr } = await proveAll("--from", folder);
    assert.equal(exitCode, 1, stdout);
    assert.match(stdout, /^s390x .* ok$/m);
    assert.match(stderr, /^error: hppa \(QEMU \?\): .*cannot serve as emulator/m);
    assert.match(stderr, /^error: sh4eb \(QEMU \?\): .*cannot serve as emulator/m);
    assert.match(stderr, /^error: alpha \(QEMU \?\): .*cannot serve as emulator/m);
    assert.match(stderr, /^error: aarch64: no series has it/m);
    assert.deepEqual(await handlers(), before);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the rules of the packages are those that the table is compared with", async () => {
  const series = await qemuSeries(rigPaths(), () => undefined);
  const found = series.map(({ rules }) => differing(rules));
  const known = Object.values(DIFFERENCES).map((reasons) => Object.keys(reasons).sort());
  assert.deepEqual(found, known);
});
