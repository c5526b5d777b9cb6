/** `emulator: host`: the machine's own handlers, as the real kernel tells of them. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { architectures } from "../../src/platform/architecture.ts";

const root = mkdtempSync(join(tmpdir(), "anyarch-host-"));
after(() => rmSync(root, { recursive: true, force: true }));
const qemu = join(process.env.ANYARCH_QEMU ?? "", "qemu-aarch64");
const aarch64 = architectures.find(({ target }) => target === "aarch64");

/** Prints what `emulator: host` finds, or why it does not; the handlers are below `root`. */
const driver = join(root, "driver.mts");
const source = join(import.meta.dirname, "../../src");
writeFileSync(
  driver,
  `import { fromHost } from "${source}/emulator/sources/local.ts";
import { architectures } from "${source}/platform/architecture.ts";
const of = (name) => architectures.find(({ target }) => target === name);
const inputs = { sha256: {} };
const request = { inputs, architecture: of("aarch64"), host: of("x86_64") };
const found = await fromHost(request, "${root}/binfmt_misc").catch(({ message, parts }) => {
  return { message, ...parts };
});
console.log(JSON.stringify(found));
`,
);

/** Registers a handler for arm64 in a binfmt_misc instance of its own, runs `lines`, then the driver. */
function found(interpreter: string, lines = ""): Record<string, string> {
  mkdirSync(join(root, "binfmt_misc"), { recursive: true });
  const bytes = (hex = ""): string => hex.replace(/../g, (pair) => `\\x${pair}`);
  const rule = `:qemu-aarch64:M::${bytes(aarch64?.magic)}:${bytes(aarch64?.mask)}:${interpreter}:F`;
  writeFileSync(join(root, "rule"), rule);
  const script = `set -e
mount -t binfmt_misc binfmt_misc ${root}/binfmt_misc
cat ${root}/rule >${root}/binfmt_misc/register
${lines}
exec "${process.execPath}" --import tsx ${driver}`;
  const result = spawnSync("unshare", ["-Urm", "sh", "-c", script], { encoding: "utf8" });
  assert.equal(result.status, 0, result.stderr);
  return JSON.parse(result.stdout);
}

test("the file that the machine's own handler names is taken, and its version told", () => {
  const path = join(root, "my-emulator");
  copyFileSync(qemu, path);
  const emulator = found(path);
  assert.deepEqual([emulator.path, emulator.origin], [path, path]);
  assert.match(emulator.version ?? "", /^\d+\.\d+\.\d+$/);
});

test("a handler whose file is gone is told by name, with what uses it as it is", () => {
  const path = join(root, "gone-emulator");
  copyFileSync(qemu, path);
  const failure = found(path, `rm ${path}`);
  assert.match(failure.message ?? "", /^there is no emulator qemu-aarch64 on this machine$/);
  assert.ok(failure.seen?.includes(path));
  assert.match(failure.fix ?? "", /^register: off {3}# proves and uses qemu-aarch64 as it is$/);
});

test("a handler that is switched off is none", () => {
  const path = join(root, "off-emulator");
  copyFileSync(qemu, path);
  const failure = found(path, `echo 0 >${root}/binfmt_misc/qemu-aarch64`);
  assert.ok(!failure.seen?.includes(path), failure.seen);
  assert.equal(failure.fix, "emulator: auto");
});
