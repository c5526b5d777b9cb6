/** The set-up step without an engine, in a namespace whose binfmt_misc is its own. */

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { assertQuiet, errorOf, MISC, MOUNT, place, QEMU } from "../support/place.ts";
import { elfFile, usageText } from "../unit/emulator/elf-file.ts";

test("without an engine handlers go on the host: mounted, proven, and all undone in post", async (t) => {
  const { namespace, program, main, post } = await place(t);
  assert.equal(namespace.sh(`ls ${MISC}`), "");
  const ran = await main({ platforms: "arm64,riscv64,arm" });
  assert.equal(ran.exitCode, 0, ran.log);
  assert.match(ran.log, /this host, as no container engine answers, linux\//);
  assert.match(ran.log, /linux\/riscv64: ran a program, kernel says riscv64, QEMU \d/);
  assert.match(
    ran.outputs.platforms ?? "",
    /,linux\/arm64,linux\/riscv64,linux\/arm\/v7,linux\/arm\/v6/,
  );
  assert.equal(namespace.sh(program).trim(), "aarch64");
  assert.equal(namespace.sh(`grep -l '^flags: PF$' ${MISC}/anyarch-* | wc -l`).trim(), "3");
  assertQuiet(await post(ran));
  // The shell tries a file that the kernel does not take as a script.
  assert.notEqual(namespace.sh(`${program} 2>&1 || true`).trim(), "aarch64");
  assert.equal(namespace.sh(`ls ${MISC}`), "");
});

test("what was mounted stays mounted, and others' handlers stay byte for byte", async (t) => {
  const { namespace, program, main, post } = await place(t);
  const rule = `':qemu-aarch64:M::\\x7f\\x45\\x4c\\x46\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00:\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff:/bin/false:'`;
  namespace.sh(`${MOUNT} && printf '%s' ${rule} >${MISC}/register && echo 0 >${MISC}/qemu-aarch64`);
  const before = namespace.sh(`ls ${MISC}; cat ${MISC}/qemu-aarch64`);
  const ran = await main({ platforms: "linux/arm64", reset: "true" });
  assert.equal(ran.exitCode, 0, ran.log);
  assert.match(ran.log, /found qemu-aarch64 \(\/bin\/false, disabled\), using QEMU/);
  assert.equal(namespace.sh(program).trim(), "aarch64");
  // docker/setup-qemu-action's `reset` would have removed it.
  assert.ok(before.endsWith(namespace.sh(`cat ${MISC}/qemu-aarch64`)));
  assertQuiet(await post(ran));
  assert.equal(namespace.sh(`ls ${MISC}; cat ${MISC}/qemu-aarch64`), before);
});

test("keep: true leaves handlers and mount, and says how they go", async (t) => {
  const { namespace, program, main, post } = await place(t);
  const ran = await main({ platforms: "arm64", keep: "true" });
  assert.equal(ran.exitCode, 0, ran.log);
  assertQuiet(await post(ran));
  assert.equal(namespace.sh(program).trim(), "aarch64");
  const notice = ran.annotations.find(({ level }) => level === "notice")?.message ?? "";
  const [, loop = ""] = /To remove them: (.*)$/.exec(notice) ?? [];
  namespace.sh(loop.replace("sudo ", ""));
  assert.equal(namespace.sh(`ls ${MISC}`), "register\nstatus\n");
});

test("binfmt_misc switched off as a whole is told, and its fix cures", async (t) => {
  const { namespace, main, post } = await place(t);
  namespace.sh(`${MOUNT} && echo 0 >${MISC}/status`);
  const platforms = ["arm64", "arm64,riscv64,arm,s390x,ppc64le"];
  for (const some of platforms) {
    const ran = await main({ platforms: some });
    assert.equal(ran.exitCode, 1, ran.log);
    assert.match(errorOf(ran), /switched off on this node/);
    assertQuiet(await post(ran));
  }
  const fix = "echo 1 | sudo tee /proc/sys/fs/binfmt_misc/status";
  const refused = await main({ platforms: "arm64" });
  assert.ok(errorOf(refused).includes(fix), refused.log);
  namespace.sh(fix.replace("sudo ", ""));
  const ran = await main({ platforms: "arm64" });
  assert.equal(ran.exitCode, 0, ran.log);
  assertQuiet(await post(ran));
});

test("register: off where nothing runs the programs says that it registers nothing", async (t) => {
  const { namespace, main } = await place(t);
  namespace.sh(MOUNT);
  const ran = await main({ platforms: "arm64", register: "off" });
  assert.equal(ran.exitCode, 1, ran.log);
  assert.match(errorOf(ran), /`register: off` registers nothing[\s\S]*register: auto/);
});

test("setuid: true sets the flag C, which the kernel lists with O", async (t) => {
  const { namespace, main, post } = await place(t);
  const ran = await main({ platforms: "arm64", setuid: "true" });
  assert.equal(ran.exitCode, 0, ran.log);
  assert.match(namespace.sh(`cat ${MISC}/anyarch-*`), /^flags: POCF$/m);
  assertQuiet(await post(ran));
});

test("G16 one platform that the source lacks: nothing is registered, and each is told of", async (t) => {
  const { namespace, main, post } = await place(t);
  const folder = await mkdtemp(join(tmpdir(), "setup-lacking-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "qemu-riscv64"), await readQemu("riscv64"), { mode: 0o755 });
  const platforms = "linux/riscv64,linux/s390x,mips64el";
  const ran = await main({ platforms, emulator: folder });
  assert.equal(ran.exitCode, 1);
  const text = errorOf(ran);
  assert.match(
    text,
    /^There is no emulator for linux\/s390x, linux\/mips64le; nothing was registered\n/,
  );
  assert.match(text, /linux\/mips64le: missing, .*; nearest name: linux\/mips64\n/);
  assert.match(text, /linux\/riscv64: ok, QEMU \d/);
  assert.match(
    text,
    /linux\/s390x: missing, there is no emulator qemu-s390x on this machine; none of /,
  );
  assert.ok(text.includes(folder));
  assert.equal(namespace.sh(`ls ${MISC}`), "");
  assertQuiet(await post(ran));
});

test("G16 all is what the source has, and the output lists what was proven", async (t) => {
  const { namespace, main, post } = await place(t);
  const folder = await mkdtemp(join(tmpdir(), "setup-some-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const target of ["riscv64", "ppc64le"]) {
    await writeFile(join(folder, `qemu-${target}`), await readQemu(target), { mode: 0o755 });
  }
  const ran = await main({ emulator: folder });
  assert.equal(ran.exitCode, 0, ran.log);
  assert.match(ran.log, /left out: .*aarch64.*s390x/);
  const emulators: unknown = JSON.parse(ran.outputs.emulators ?? "");
  assert.ok(Array.isArray(emulators) && emulators.length === 2, ran.outputs.emulators);
  assert.match(ran.outputs.platforms ?? "", /linux\/ppc64le,linux\/riscv64$/);
  assert.equal(namespace.sh(`ls ${MISC}/anyarch-* | wc -l`).trim(), "2");
  assertQuiet(await post(ran));
});

test("one of six emulators does not run: it is named, and all is undone", async (t) => {
  const { namespace, main, post } = await place(t);
  const folder = await mkdtemp(join(tmpdir(), "setup-broken-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const targets = ["riscv64", "ppc64le", "s390x", "mips64el", "arm"];
  for (const target of targets) {
    await writeFile(join(folder, `qemu-${target}`), await readQemu(target), { mode: 0o755 });
  }
  const broken = elfFile({ machine: hostMachine(), text: usageText("xtensa", "7.2.0") });
  await writeFile(join(folder, "qemu-xtensa"), broken, { mode: 0o755 });
  const platforms = [...targets, "xtensa"].join(",");
  const ran = await main({ platforms, emulator: folder });
  assert.equal(ran.exitCode, 1);
  assert.match(errorOf(ran), /program for xtensa does not run/);
  assert.doesNotMatch(errorOf(ran), /riscv64|s390x program/);
  assert.equal(namespace.sh(`ls ${MISC}`), "");
  assertQuiet(await post(ran));
  const good = await main({ platforms: targets.join(","), emulator: folder });
  assert.equal(good.exitCode, 0, good.log);
  assert.match(good.log, /linux\/mips64le: ran a program, kernel says mips64, QEMU \d/);
  assertQuiet(await post(good));
});

/** ELF's number of this machine. */
function hostMachine(): number {
  return process.arch === "arm64" ? 183 : 62;
}

test("an engine that was named and does not answer is an error, not a reason to use the host", async (t) => {
  const { namespace, main, post } = await place(t);
  const ran = await main({ platforms: "arm64" }, { env: { DOCKER_HOST: "unix:///run/none.sock" } });
  assert.equal(ran.exitCode, 1);
  assert.match(errorOf(ran), /^The container engine cannot be reached\n/);
  assert.equal(namespace.sh(`ls ${MISC}`), "");
  assertQuiet(await post(ran));
});

async function readQemu(target: string): Promise<Buffer> {
  const { readFile } = await import("node:fs/promises");
  return await readFile(join(QEMU, `qemu-${target}`));
}
