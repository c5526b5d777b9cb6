/** Where the emulator comes from, by which platforms and how it is known. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, read } from "./read.ts";

const hex = "dce64b2dc6b005485c7aa735a7ea39cb0006bf7e5badc28b324b2cd0c73d883f";
const other = hex.replace("d", "0");

test("an absolute path is a source of its own", async () => {
  const { emulator } = (await read({ emulator: "/opt/qemu-aarch64" })).inputs;
  assert.equal(emulator.source, "path");
  assert.equal(emulator.path, "/opt/qemu-aarch64");
  const [fault] = await faultsOf({ emulator: "./qemu" });
  assert.match(fault?.fix ?? "", /^emulator: \$\{\{ github\.workspace \}\}\/qemu$/);
});

for (const { name, input, expected } of [
  { name: "none", input: "", expected: {} },
  { name: "one alone", input: hex.toUpperCase(), expected: { "*": hex } },
  { name: "with its algorithm", input: `sha256:${hex}`, expected: { "*": hex } },
  {
    name: "by any name",
    input: `linux/arm64=${hex}\nppc64el = ${other}`,
    expected: { aarch64: hex, ppc64le: other },
  },
  { name: "of no Docker platform", input: `hppa=${hex}`, expected: { hppa: hex } },
  { name: "the same twice", input: `arm64=${hex},aarch64=${hex}`, expected: { aarch64: hex } },
]) {
  test(`emulator-sha256: ${name}`, async () => {
    assert.deepEqual((await read({ "emulator-sha256": input })).inputs.emulator.sha256, expected);
  });
}

for (const { name, raw, fault } of [
  {
    name: "a short sum",
    raw: { "emulator-sha256": `arm64=${hex.slice(1)}` },
    fault: /SHA-256 for aarch64/,
  },
  {
    name: "a sum of an unknown target",
    raw: { "emulator-sha256": `aarch46=${hex}` },
    fault: /Item 1 .*target/,
  },
  {
    name: "two sums of one target",
    raw: { "emulator-sha256": `arm64=${hex}\naarch64=${other}` },
    fault: /Item 2/,
  },
  { name: "two bare sums", raw: { "emulator-sha256": `${hex}\n${other}` }, fault: /Item 1/ },
  {
    name: "a processor without platform",
    raw: { "emulator-cpu": "max,sve=off" },
    fault: /Item 1 .*`emulator-cpu`/,
  },
  {
    name: "a version that is none",
    raw: { "emulator-version": "latest" },
    fault: /`emulator-version`/,
  },
  {
    name: "a version without platform among others",
    raw: { "emulator-version": "arm64=7.2.0\n8.0" },
    fault: /Item 2/,
  },
  {
    name: "an image without digest",
    raw: { "emulator-image": "tonistiigi/binfmt:latest" },
    fault: /`emulator-image`/,
  },
]) {
  test(`refuses ${name}`, async () => {
    const faults = await faultsOf(raw);
    assert.ok(faults.length > 0);
    assert.match(faults[0]?.what ?? "", fault);
  });
}

test("versions and processors go by platform, under any name", async () => {
  const { emulator } = (
    await read({
      "emulator-version": "aarch64=7.2.0\narmhf=v8.1.5+ds-1",
      "emulator-cpu": "arm64=max,sve=off\nlinux/arm=cortex-a7",
    })
  ).inputs;
  assert.deepEqual(emulator.version, { "linux/arm64": "7.2.0", "linux/arm/v7": "v8.1.5+ds-1" });
  assert.deepEqual(emulator.cpu, { "linux/arm64": "max,sve=off", "linux/arm/v7": "cortex-a7" });
  assert.equal((await read({ "emulator-version": "7.2.0" })).inputs.emulator.version, "7.2.0");
});

test("an image by digest, with a path in it or without", async () => {
  const image = `tonistiigi/binfmt:qemu-v10.2.3-68@sha256:${hex}`;
  for (const text of [image, `${image} /usr/bin/qemu-{target}`]) {
    assert.equal((await read({ "emulator-image": text })).inputs.emulator.image, text);
  }
});

for (const [url, expected] of [
  ["https://example.com/{version}/{host}_qemu-{target}-static.tar.gz", undefined],
  ["https://{host}/x", undefined],
  ["http://127.0.0.1:8080/{target}", undefined],
  ["http://localhost/{target}", undefined],
  ["http://[::1]:80/{target}", undefined],
  ["file:///opt/{target}", undefined],
  ["http://example.com/{target}", /http: to this machine/],
  ["http://127.0.0.1.example.com/", /http: to this machine/],
  ["file://server/share", /file:\/\/\/path/],
  ["ftp://example.com/", /https:/],
  ["/opt/qemu", /https:/],
  ["https://example.com/{hots}", /did you mean \{host\}\?/],
  ["https://example.com/{target", /\{host\}, \{target\}, \{version\}/],
] as const) {
  test(`emulator-url ${url} is ${expected === undefined ? "fine" : "refused"}`, async () => {
    const faults = await faultsOf({ "emulator-url": url });
    if (expected === undefined) assert.deepEqual(faults, []);
    else assert.match(faults[0]?.expected ?? "no fault", expected);
  });
}
