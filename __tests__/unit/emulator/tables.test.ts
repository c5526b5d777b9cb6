/** Versions, addresses, places, apt records, notes and CPU defaults. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cpuDefault } from "../../../src/emulator/cpu/default.ts";
import { noteFrom } from "../../../src/emulator/kept/note.ts";
import { addressFrom } from "../../../src/emulator/sources/address.ts";
import {
  distributionFrom,
  memberFor,
  staticPackage,
} from "../../../src/emulator/sources/apt-record.ts";
import { DEFAULT_ADDRESS, pinFor, releaseFor } from "../../../src/emulator/sources/pins.ts";
import { packagePlace, releasePlace } from "../../../src/emulator/sources/place.ts";
import {
  askedVersion,
  compareVersions,
  isVersion,
  upstreamVersion,
} from "../../../src/emulator/version.ts";
import { Failure } from "../../../src/failure.ts";
import type { EmulatorInputs } from "../../../src/inputs/inputs.ts";
import { architectures } from "../../../src/platform/architecture.ts";

function architecture(target: string) {
  const found = architectures.find((entry) => entry.target === target);
  assert(found !== undefined, target);
  return found;
}

const inputs: EmulatorInputs = {
  source: "auto",
  path: undefined,
  version: undefined,
  url: undefined,
  image: undefined,
  sha256: {},
  cpu: {},
  cache: true,
};
const facts = {
  architecture: architecture("aarch64"),
  host: architecture("x86_64"),
  distribution: "debian-12",
};

test("upstream versions of package versions and tags", () => {
  const table = [
    ["1:7.2+dfsg-7+deb12u18+b3", "7.2"],
    ["1:8.2.2+ds-0ubuntu1.10", "8.2.2"],
    ["1:10.0.2+ds-2+deb13u1~bpo12+1", "10.0.2"],
    ["v7.2.0-1", "7.2.0"],
    ["unknown", "unknown"],
  ] as const;
  for (const [input, expected] of table) assert.equal(upstreamVersion(input), expected);
});

test("versions compared", () => {
  const table = [
    ["7.2", "7.2.0-1", 0],
    ["10.0", "7.2", 1],
    ["5.2.0", "7.2", -1],
    ["7.2.22", "7.2.0", 1],
  ] as const;
  for (const [a, b, sign] of table)
    assert.equal(Math.sign(compareVersions(a, b)), sign, `${a} ${b}`);
  assert.ok(isVersion("1:7.2+dfsg", "7.2.0"));
  assert.ok(isVersion("7.2.22", "7.2"));
  assert.ok(!isVersion("7.20", "7.2"));
  assert.ok(!isVersion("7.2", "7.2.22"));
});

test("the version asked for, for all or by platform", () => {
  assert.equal(askedVersion("7.2", facts.architecture), "7.2");
  assert.equal(askedVersion({ "linux/arm64": "10.0" }, facts.architecture), "10.0");
  assert.equal(askedVersion({ "linux/s390x": "10.0" }, facts.architecture), undefined);
});

test("CPU defaults: arm64 before 10.0 only", () => {
  const table = [
    ["aarch64", "7.2.22", "max,pauth-impdef=on"],
    ["aarch64", "9.2.0", "max,pauth-impdef=on"],
    ["aarch64", "10.0.13", undefined],
    ["arm", "7.2.22", undefined],
  ] as const;
  for (const [target, version, cpu] of table)
    assert.equal(cpuDefault(architecture(target), version), cpu);
});

test("addresses filled in", () => {
  const parts = { host: "x86_64", target: "aarch64", version: "7.2.0-1" };
  assert.equal(
    addressFrom(DEFAULT_ADDRESS, parts),
    "https://github.com/multiarch/qemu-user-static/releases/download/v7.2.0-1/x86_64_qemu-aarch64-static.tar.gz",
  );
  for (const good of [
    "http://127.0.0.1:8/{target}",
    "http://localhost/x",
    "http://[::1]/x",
    "file:///x/{target}",
  ]) {
    assert.ok(URL.canParse(addressFrom(good, parts)), good);
  }
  for (const bad of [
    "http://example.com/x",
    "ftp://x/y",
    "qemu-{target}",
    "https://x/{arch}",
    "http://127.0.0.1.example.com/x",
  ]) {
    assert.throws(() => addressFrom(bad, parts), Failure, bad);
  }
});

test("releases and their pins", () => {
  assert.equal(releaseFor(undefined), "7.2.0-1");
  assert.equal(releaseFor("7.2.0"), "7.2.0-1");
  assert.equal(releaseFor("7.2"), "7.2.0-1");
  assert.equal(releaseFor("5.2.0"), "5.2.0-2");
  assert.equal(releaseFor("7.2.0-1"), "7.2.0-1");
  assert.equal(releaseFor("8.1.0"), "8.1.0");
  assert.match(pinFor("x86_64", "aarch64", "7.2.0-1") ?? "", /^dce64b2d[0-9a-f]{56}$/);
  assert.equal(pinFor("aarch64", "arm", "7.2.0-1"), undefined);
});

test("the hash known beforehand: the user's, else the table's where the address says the release", () => {
  const own = "A".repeat(64);
  const template = "file:///srv/{host}_qemu-{target}-static.tar.gz";
  assert.match(releasePlace(inputs, facts).sha256 ?? "", /^dce64b2d/);
  assert.equal(releasePlace({ ...inputs, url: template }, facts).sha256, undefined);
  assert.equal(releasePlace({ ...inputs, sha256: { "*": own } }, facts).sha256, own.toLowerCase());
  assert.equal(
    releasePlace({ ...inputs, sha256: { arm: own } }, facts).sha256?.slice(0, 8),
    "dce64b2d",
  );
  assert.equal(packagePlace(inputs, facts).sha256, undefined);
  assert.equal(packagePlace(inputs, facts).key, "aarch64-on-x86_64-package-debian-12");
  assert.equal(
    packagePlace({ ...inputs, version: "../7" }, facts).key,
    "aarch64-on-x86_64-package-debian-12-.._7",
  );
  assert.notEqual(
    releasePlace(inputs, facts).key,
    releasePlace({ ...inputs, url: template }, facts).key,
  );
});

const record = (name: string, size: number): string =>
  `Package: ${name}\nSource: qemu (1:7.2)\nVersion: 1:7.2+dfsg-7\nInstalled-Size: 379250\nSize: ${size}\nDescription: x\n more\n`;

test("the package whose emulators are static", () => {
  const both = `${record("qemu-user-static", 62603724)}\n${record("qemu-user", 12251508)}\n`;
  assert.deepEqual(staticPackage(both), {
    name: "qemu-user-static",
    version: "1:7.2+dfsg-7",
    size: 62603724,
  });
  const newer = `${record("qemu-user-static", 30000)}\n${record("qemu-user", 72000000)}\n`;
  assert.equal(staticPackage(newer)?.name, "qemu-user");
  assert.equal(staticPackage(""), undefined);
  assert.equal(memberFor("qemu-user-static", "arm"), "./usr/bin/qemu-arm-static");
  assert.equal(memberFor("qemu-user", "arm"), "./usr/bin/qemu-arm");
});

test("the distribution out of os-release", () => {
  assert.equal(distributionFrom('NAME="Debian"\nVERSION_ID="12"\nID=debian\n'), "debian-12");
  assert.equal(distributionFrom("ID=ubuntu\nVERSION_CODENAME=noble\n"), "ubuntu-noble");
  assert.equal(distributionFrom(""), "unknown");
});

test("notes: only ours count", () => {
  const good = { key: "k", sha256: "a".repeat(64), version: "7.2", origin: "o" };
  assert.deepEqual(noteFrom({ ...good, more: 1 }, "k"), good);
  for (const bad of [
    undefined,
    null,
    [],
    "x",
    { ...good, key: "other" },
    { ...good, sha256: "../../x" },
    { ...good, origin: 1 },
  ]) {
    assert.equal(noteFrom(bad, "k"), undefined);
  }
});
