/** Packages of Fedora and Alpine by their layout: programs of the test's own stand for dnf and apk. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { obtainEmulators } from "../../src/emulator/obtain.ts";
import { Failure } from "../../src/failure.ts";
import { fresh, freshToolCache, realEmulator, request } from "./emulator-bench.ts";
import { alpine, fedora, machineWith } from "./managers-bench.ts";

const real = await realEmulator();
const PATH = process.env.PATH ?? "";
afterEach(() => {
  process.env.PATH = PATH;
});

/** A tar.gz with the emulator as `usr/bin/<name>`. */
function archive(name: string): string {
  const home = fresh();
  mkdirSync(join(home, "usr/bin"), { recursive: true });
  copyFileSync(real.path, join(home, "usr/bin", name));
  execFileSync("tar", ["-C", home, "-czf", join(home, "archive"), `usr/bin/${name}`]);
  return join(home, "archive");
}

for (const { name, programs, origin } of [
  {
    name: "Fedora",
    programs: fedora(archive("qemu-aarch64-static")),
    origin: "qemu-user-static-aarch64 9.1.3-2.fc41",
  },
  { name: "Alpine", programs: alpine(archive("qemu-aarch64")), origin: "qemu-aarch64 9.1.2-r1" },
]) {
  test(`${name}: taken out of its package, and by auto as well; nothing is left`, async () => {
    freshToolCache();
    machineWith(programs);
    const wanted = request({ source: "package" });
    const [emulator] = await obtainEmulators(wanted);
    assert.deepEqual(
      [emulator?.origin, emulator?.source, emulator?.sha256],
      [origin, "package", real.sha256],
    );
    assert.deepEqual(readdirSync(wanted.temp), []);
    freshToolCache();
    const [second] = await obtainEmulators(request({ source: "auto" }));
    assert.equal(second?.origin, origin);
  });
}

const refused = [
  {
    name: "Fedora: a package that nobody signed",
    programs: fedora(archive("qemu-aarch64-static"), "digests OK"),
    said: /check and unpack qemu-user-static-aarch64/,
  },
  {
    name: "Alpine: a package with a wrong signature",
    programs: alpine(archive("qemu-aarch64"), 1),
    said: /check qemu-aarch64/,
  },
  {
    name: "Fedora: a target without a package",
    programs: fedora(archive("qemu-aarch64-static")),
    targets: ["hppa"],
    said: /this machine's dnf offers no package qemu-user-static-hppa/,
  },
  {
    name: "Alpine: another version",
    programs: alpine(archive("qemu-aarch64")),
    version: "3.1",
    said: /this machine's apk does not offer QEMU 3\.1/,
  },
  {
    name: "Fedora on another machine than the engine's node",
    programs: { ...fedora(archive("qemu-aarch64-static")), rpm: "echo aarch64" },
    said: /this machine's dnf has no emulators that run on x86_64/,
  },
  { name: "no package manager", programs: {}, said: /has no apt, dnf or apk/ },
];

for (const { name, programs, targets, version, said } of refused) {
  test(`${name}: refused in one sentence, nothing is kept`, async () => {
    const cache = freshToolCache();
    machineWith(programs);
    const wanted = request({ source: "package", version }, targets);
    await assert.rejects(obtainEmulators(wanted), (error) => {
      assert(error instanceof Failure);
      assert.match(error.message, said);
      return true;
    });
    assert.deepEqual([...readdirSync(cache), ...readdirSync(wanted.temp)], []);
  });
}
