/** The CPU of an emulator, in effect in real programs: the distribution's QEMU, the real kernel. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { foreignPackages } from "../../scripts/rig/foreign.ts";
import { judged } from "../../src/binfmt/judgement.ts";
import { foreign } from "../../src/binfmt/proof.ts";
import { parseReport } from "../../src/binfmt/script-report.ts";
import { withCpu } from "../../src/emulator/cpu/entry.ts";
import { Failure } from "../../src/failure.ts";
import { architectures } from "../../src/platform/architecture.ts";
import { JOB, type NodeRoot, nodeRoot } from "../support/node-root.ts";

const DEFAULT = "max,pauth-impdef=on";
const host = process.arch === "arm64" ? "arm64" : "amd64";
const members = ["./usr/bin/qemu-aarch64-static", "./usr/bin/qemu-arm-static"];
const own = await foreignPackages("qemu-host", [`qemu-user-static:${host}`], members);
const qemu = (target: string): string => join(own, `usr/bin/qemu-${target}-static`);
const busyboxes = await foreignPackages("busybox-arm64", ["busybox-static:arm64"], ["./bin/*"]);
const arm64Busybox = join(busyboxes, "bin/busybox");

const roots: NodeRoot[] = [];
after(() => {
  for (const root of roots) root.remove();
});

function architecture(target: string) {
  const found = architectures.find((entry) => entry.target === target);
  assert(found !== undefined, target);
  return found;
}

/** Handlers by QEMU target -> CPU, and BusyBox for arm64 at /busybox. */
async function rootWith(cpus: Readonly<Record<string, string | undefined>>): Promise<NodeRoot> {
  const emulators = Object.entries(cpus).map(([target, cpu]) => {
    const path = qemu(target);
    const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
    return { architecture: architecture(target), path, sha256, cpu };
  });
  const root = await nodeRoot(emulators, { busybox: arm64Busybox });
  roots.push(root);
  return root;
}

function output(root: NodeRoot, lines: string): string {
  const { status, stdout, stderr } = root.run(lines);
  assert.equal(status, 0, stderr);
  return stdout;
}

test("an arm64 program sees no variable of QEMU, nor do the programs it starts", async () => {
  const root = await rootWith({ aarch64: DEFAULT });
  const seen = output(
    root,
    `env -i A=1 B= /busybox env; echo --; env -i C=3 /busybox sh -c '/busybox env'`,
  );
  const [first = "", second = ""] = seen.split("--\n");
  assert.deepEqual(first.split("\n").sort(), ["", "A=1", "B="]);
  assert.match(second, /^C=3$/m);
  assert.doesNotMatch(seen, /QEMU/);
});

test("arguments reach the program as they are: none, empty ones, many, argv[0]", async () => {
  const root = await rootWith({ aarch64: DEFAULT });
  assert.equal(output(root, `(exec -a uname /busybox -m)`), "aarch64\n");
  assert.equal(output(root, `/busybox echo a '' 'b c' ''`), "a  b c \n");
  const long = output(root, `/busybox echo $(seq 1 20000) | md5sum; echo $(seq 1 20000) | md5sum`);
  const [one, other] = long.split("\n");
  assert.equal(one, other);
  const many = `for i in $(seq 1 3000); do export V$i=$i; done; /busybox env | /busybox grep -c ^V`;
  assert.equal(output(root, many), "3000\n");
});

test("arm1176 makes an ARMv6 machine, and QEMU_CPU of the program's own environment wins", async () => {
  const root = await rootWith({ arm: "arm1176" });
  assert.equal(output(root, "/anyarch/probes/arm"), "armv6l");
  assert.equal(output(root, "QEMU_CPU=cortex-a9 /anyarch/probes/arm"), "armv7l");
  assert.equal(output(root, "QEMU_CPUS=1 QEMU_CP=2 Q= /anyarch/probes/arm"), "armv6l");
  assert.equal(output(await rootWith({ arm: undefined }), "/anyarch/probes/arm"), "armv7l");
});

test("the user's own QEMU_CPU stays in the environment", async () => {
  const root = await rootWith({ aarch64: DEFAULT });
  const seen = output(root, "env -i QEMU_CPU=cortex-a72 /busybox env");
  assert.equal(seen, "QEMU_CPU=cortex-a72\n");
});

test("a proof under arm1176 passes with the machine it makes", async () => {
  const root = await rootWith({ arm: "arm1176" });
  const report = parseReport(
    output(root, "mkdir /anyarch/cpu; touch /anyarch/cpu/arm; registrar prove"),
  );
  const handler = { ...foreign(architecture("arm")), name: `${JOB}-arm`, cpu: "arm1176" };
  const machine = report.machines.arm ?? "";
  const sighting = { machine, complaint: machine, cpus: [], versionText: "", ms: 1, listed: true };
  assert.equal(judged(handler, sighting).machine, "armv6l");
  assert.throws(() => judged({ ...handler, cpu: undefined }, sighting), Failure);
});

test("a handler without the CPU that was registered after ours is seen by the proof", async () => {
  const root = await rootWith({ arm: "arm1176" });
  writeFileSync(join(root.folder, "plain"), readFileSync(qemu("arm")), { mode: 0o755 });
  const report = parseReport(
    output(
      root,
      `registrar prove
sed -n 's/^rule [^ ]* //; s/${JOB}/other/; s#:/anyarch/[^:]*:#:/plain:#p' /orders >/other
cat /other >/binfmt_misc/register; mkdir /anyarch/cpu; touch /anyarch/cpu/arm; registrar prove`,
    ),
  );
  const machine = report.machines.arm ?? "";
  const versionText = report.versions.arm ?? "";
  const sighting = { machine, complaint: machine, cpus: [], versionText, ms: 1, listed: true };
  const handler = { ...foreign(architecture("arm")), name: `${JOB}-arm`, cpu: "arm1176" };
  assert.throws(
    () => judged(handler, sighting),
    (error) =>
      error instanceof Failure &&
      error.message === "The CPU arm1176 is not in effect for arm programs" &&
      /^qemu-arm version/.test(error.parts.seen ?? ""),
  );
});

for (const [cpu, expected] of [
  ["cortex-a73", /^did you mean cortex-a\d\d\? It takes one of .*cortex-a57, /],
  ["max,pauth-imdef=on", /properties that max has/],
] as const) {
  test(`a CPU that the emulator does not take (${cpu}) is refused with its words`, async () => {
    const root = await rootWith({ aarch64: cpu });
    const { status, stderr } = root.run("/busybox true");
    assert.notEqual(status, 0);
    assert.match(stderr, /CPU model|[Pp]roperty/);
    const report = parseReport(output(root, "registrar prove"));
    const machine = report.machines.aarch64 ?? "";
    const cpus = report.cpus.aarch64?.split("|") ?? [];
    const sighting = { machine, complaint: machine, cpus, versionText: "", ms: 1, listed: true };
    const handler = { ...foreign(architecture("aarch64")), cpu };
    assert.throws(
      () => judged(handler, sighting),
      (error) =>
        error instanceof Failure &&
        /does not take the CPU/.test(error.message) &&
        error.parts.seen?.startsWith(`${cpu}: `) === true &&
        expected.test(error.parts.expected ?? ""),
    );
  });
}

test("the entry point for arm64 hosts: what it adds, and what it leaves", async () => {
  const root = await rootWith({ aarch64: undefined });
  const { folder } = root;
  const changed = withCpu(readFileSync(arm64Busybox), "arm1176");
  writeFileSync(join(folder, "busybox-changed"), changed, { mode: 0o755 });
  const added = ["QEMU_CPU=arm1176", "QEMU_UNSET_ENV=QEMU_CPU,QEMU_UNSET_ENV"];
  const seen = output(root, `env -i A=1 /busybox-changed env`).trimEnd().split("\n");
  assert.deepEqual(seen, [...added, "A=1"]);
  assert.equal(output(root, `env -i /busybox-changed env`).trimEnd(), added.join("\n"));
  const kept = output(root, `env -i QEMU_CPU=max /busybox-changed env`);
  assert.equal(kept, "QEMU_CPU=max\n");
  assert.equal(output(root, `(exec -a echo /busybox-changed 1 '' 2)`), "1  2\n");
});

test("an emulator for arm64 hosts has its CPU, seen one emulator deeper", async () => {
  const name = ["./usr/bin/qemu-aarch64-static"];
  const folder = await foreignPackages("qemu-arm64", ["qemu-user-static:arm64"], name);
  const inner = readFileSync(join(folder, "usr/bin/qemu-aarch64-static"));
  const root = await rootWith({ aarch64: undefined });
  writeFileSync(join(root.folder, "inner"), withCpu(inner, DEFAULT), { mode: 0o755 });
  writeFileSync(join(root.folder, "wrong"), withCpu(inner, "no-such"), { mode: 0o755 });
  assert.equal(output(root, "/inner /anyarch/probes/aarch64"), "aarch64");
  assert.equal(output(root, "env -i A=1 /inner /busybox env"), "A=1\n");
  assert.match(root.run("/wrong /busybox true").stderr, /unable to find CPU model 'no-such'/);
});
