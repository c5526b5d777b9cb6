/** What the engine tells about its node. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { machineFrom } from "../../../src/engine/machine.ts";
import { factsFrom, sameKernel } from "../../../src/engine/node.ts";
import { platformName } from "../../../src/platform/platform.ts";

const version = { Version: "28.5.2", Components: [{ Name: "Engine" }, { Name: "containerd" }] };
const info = { OSType: "linux", Architecture: "x86_64", KernelVersion: "6.18.44" };

describe("factsFrom", () => {
  const cases = [
    { name: "classic docker", version, info, expected: "linux/amd64 classic docker" },
    {
      name: "containerd store",
      version,
      info: { ...info, DriverStatus: [["driver-type", "io.containerd.snapshotter.v1"]] },
      expected: "linux/amd64 containerd docker",
    },
    {
      name: "rootless",
      version,
      info: { ...info, SecurityOptions: ["name=seccomp,profile=builtin", "name=rootless"] },
      expected: "linux/amd64 classic docker rootless",
    },
    {
      name: "remapped users",
      version,
      info: { ...info, SecurityOptions: ["name=userns"] },
      expected: "linux/amd64 classic docker remapped",
    },
    {
      name: "podman",
      version: { Version: "4.9.3", Components: [{ Name: "Podman Engine" }, { Name: "Conmon" }] },
      info: { ...info, Architecture: "arm64", DriverStatus: null },
      expected: "linux/arm64 classic podman",
    },
    {
      name: "rootless podman of Debian 12",
      version: { Version: "4.3.1", Components: [{ Name: "Podman Engine" }, { Name: "Conmon" }] },
      info: { ...info, SecurityOptions: ["name=seccomp,profile=default"], Rootless: true },
      expected: "linux/amd64 classic podman rootless",
    },
    { name: "another", version: { Version: "1" }, info, expected: "linux/amd64 classic other" },
  ];
  for (const { name, version, info, expected } of cases) {
    it(name, () => {
      const facts = factsFrom(version, info);
      const words = [platformName(facts.platform), facts.store, facts.product];
      if (facts.rootless) words.push("rootless");
      if (facts.usernsRemap) words.push("remapped");
      assert.equal(words.join(" "), expected);
      assert.equal(facts.kernel, "6.18.44");
    });
  }

  it("refuses an engine of Windows containers", () => {
    assert.throws(() => factsFrom(version, { ...info, OSType: "windows" }), {
      message: "The container engine does not run Linux containers",
    });
  });
});

describe("machineFrom", () => {
  const cases = {
    x86_64: "amd64",
    aarch64: "arm64",
    armv7l: "arm/v7",
    armv6l: "arm/v6",
    i686: "386",
    s390x: "s390x",
    ppc64le: "ppc64le",
    riscv64: "riscv64",
    loongarch64: "loong64",
    amd64: "amd64",
  };
  for (const [input, expected] of Object.entries(cases)) {
    it(`${input} -> ${expected}`, () => {
      const { architecture, variant } = machineFrom(input);
      assert.equal([architecture, variant].filter(Boolean).join("/"), expected);
    });
  }
});

describe("sameKernel", () => {
  const ours = { bootId: "b", userNamespace: "user:[1]" };
  const cases = [
    { name: "the same", theirs: { ...ours }, expected: true },
    { name: "another boot", theirs: { ...ours, bootId: "c" }, expected: false },
    {
      name: "another user namespace",
      theirs: { ...ours, userNamespace: "user:[2]" },
      expected: false,
    },
  ];
  for (const { name, theirs, expected } of cases) {
    it(name, () => assert.equal(sameKernel(ours, theirs), expected));
  }
  it("nothing seen proves nothing", () => {
    assert.equal(sameKernel({ ...ours, bootId: "" }, { ...ours, bootId: "" }), false);
  });
});
