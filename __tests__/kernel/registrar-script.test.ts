/** The registrar's script against the real kernel, in a binfmt_misc instance of the test's own. */

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { handlersFor } from "../../src/binfmt/handler.ts";
import { ordersFor } from "../../src/binfmt/orders.ts";
import { SCRIPT } from "../../src/binfmt/script.ts";
import { parseReport, type ScriptReport } from "../../src/binfmt/script-report.ts";
import { architectures, rulesOf } from "../../src/platform/architecture.ts";

const JOB = "anyarch-test-00000000";
let root = "";

before(() => {
  root = mkdtempSync(join(tmpdir(), "anyarch-kernel-"));
  for (const folder of ["host", "binfmt_misc", "proc", "dev", "anyarch/emulators"]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  for (const name of ["bin", "sbin", "lib", "lib64", "usr"]) {
    symlinkSync(`host/${name}`, join(root, name));
  }
  const foreign = architectures.filter(({ target }) => target !== "x86_64");
  const handlers = foreign.flatMap((architecture) => {
    const interpreter = `/anyarch/emulators/${architecture.target}`;
    writeFileSync(join(root, interpreter), "#!/bin/true\n", { mode: 0o755 });
    return handlersFor(architecture, { jobId: JOB, interpreter, setuid: false });
  });
  writeFileSync(join(root, "orders"), ordersFor(handlers));
});

after(() => rmSync(root, { recursive: true, force: true }));

/** Runs shell lines in new user and mount namespaces, where `script ACTION` is the registrar. */
function inPrivate(lines: string): { status: number | null; stdout: string; stderr: string } {
  const script = join(root, "script.sh");
  writeFileSync(script, SCRIPT);
  const setUp = `set -e
mount --rbind / ${root}/host
mount --rbind /proc ${root}/proc
mount --rbind /dev ${root}/dev
[ "$UNMOUNTED" ] || mount -t binfmt_misc binfmt_misc ${root}/binfmt_misc
script() { chroot ${root} /bin/sh -c "$(cat ${script})" sh "$1" '${JOB}-*' <\${orders:-${root}/orders}; }
${lines}`;
  const env = { ...process.env, UNMOUNTED: lines.startsWith("# unmounted") ? "1" : "" };
  return spawnSync("unshare", ["-Urm", "sh", "-c", setUp], { encoding: "utf8", env });
}

function reported(lines: string): ScriptReport {
  const { status, stdout, stderr } = inPrivate(lines);
  assert.equal(status, 0, stderr);
  return parseReport(stdout);
}

test("the namespaces are to be had", () => {
  execFileSync("unshare", ["-Urm", "true"]);
});

test("every architecture of the table registers, is listed with flags PF, and goes again", () => {
  const rules = architectures.flatMap(rulesOf);
  const expected = rules.length - 1;
  const registered = reported("script register; script prove >/dev/null || true");
  assert.equal(registered.registered.length, expected);
  assert.deepEqual(registered.refused, {});

  const { entries } = reported("script register >/dev/null; script prove");
  const ours = entries.filter(({ name }) => name.startsWith(JOB));
  assert.equal(ours.length, expected);
  assert.deepEqual(
    [...new Set(ours.map(({ flags, enabled }) => `${flags} ${enabled}`))],
    ["PF true"],
  );

  const { removed } = reported("script register >/dev/null; script unregister");
  assert.equal(removed.length, expected);
});

test("another's handler of the same programs stays as it was, byte for byte", () => {
  const other = String.raw`printf '%s' ':qemu-aarch64:M::\x7f\x45\x4c\x46\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:/bin/false:'`;
  const { status, stdout, stderr } = inPrivate(`cd ${root}/binfmt_misc
${other} >register; echo 0 >qemu-aarch64; cat qemu-aarch64 >${root}/before; ls >${root}/names
script register >&2; script unregister >&2
cat qemu-aarch64 | cmp - ${root}/before && ls | cmp - ${root}/names && echo same`);
  assert.equal(status, 0, stderr);
  assert.equal(stdout, "same\n");
});

test("a name that exists is refused with the kernel's words, and the exit code says so", () => {
  const { status, stdout } = inPrivate("script register >/dev/null; script register");
  assert.equal(status, 4);
  const { refused, registered } = parseReport(stdout);
  assert.equal(registered.length, 0);
  assert.match(refused[`${JOB}-aarch64`] ?? "", /File exists/);
});

test("binfmt_misc that is not mounted is told from a refusal", () => {
  const { status, stdout } = inPrivate("# unmounted\nscript register");
  assert.equal(status, 3);
  assert.equal(parseReport(stdout).unmounted, true);
});

test("emulators of the node are used where they are the very files that were meant, else none", () => {
  const near = `orders=${root}/near-orders; cd ${root}/anyarch/emulators
for file in aarch64 arm; do echo "near $(stat -c %d:%i:%s:%Z $file) /host$PWD/$file"; done >$orders
cat ${root}/orders >>$orders
`;
  assert.ok(reported(`${near} script register`).registered.length > 30);
  for (const change of [
    `printf x >>${root}/anyarch/emulators/arm`,
    `cp ${root}/anyarch/emulators/arm ${root}/new; mv ${root}/new ${root}/anyarch/emulators/arm`,
    `chmod 644 ${root}/anyarch/emulators/arm`,
    "sed -i '2s,/arm,/none,' $orders",
  ]) {
    const { status, stdout } = inPrivate(`${near} ${change}; script register`);
    assert.equal(status, 5, `${change}: ${stdout}`);
    assert.deepEqual(parseReport(stdout).registered, []);
    execFileSync("chmod", ["755", join(root, "anyarch/emulators/arm")]);
  }
});

test("orders that did not come whole are not carried out, not even those that did", () => {
  const { status, stdout } = inPrivate(`orders=${root}/cut; head -n 20 ${root}/orders >$orders
script register`);
  assert.equal(status, 6);
  assert.deepEqual(parseReport(stdout).registered, []);
});

test("a binfmt_misc of another user namespace is told, and no rule is written to it", () => {
  const misc = "/proc/sys/fs/binfmt_misc";
  const user = "setpriv --reuid 65534 --regid 65534 --clear-groups unshare -Ur";
  const lines = `[ -e ${misc}/register ] || mount -t binfmt_misc binfmt_misc ${misc}
exec ${user} sh -c "$1" sh register '' ${misc}`;
  const args = ["-m", "sh", "-ec", lines, "sh", SCRIPT];
  const input = readFileSync(join(root, "orders"), "utf8");
  const { status, stdout, stderr } = spawnSync("unshare", args, { encoding: "utf8", input });
  assert.equal(status, 3, stderr);
  const { inherited, registered, refused } = parseReport(stdout);
  assert.deepEqual(
    { inherited, registered, refused },
    { inherited: true, registered: [], refused: {} },
  );
});
