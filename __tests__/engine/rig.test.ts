/** The rig itself: what the other engine tests build on is what it is taken for. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../../scripts/rig/run.ts";
import { engines, engineVariables, OWN_PLATFORM } from "../support/engines.ts";

const rig = await engines();

for (const engine of rig.list) {
  const env = engineVariables(engine);
  const docker = async (...args: string[]): Promise<string> => await run("docker", args, { env });

  test(`${engine.name}: has the image store it is named for`, async () => {
    const status = await docker("info", "--format", "{{.DriverStatus}}");
    const store = status.includes("io.containerd.snapshotter") ? "containerd" : "classic";
    assert.equal(store, engine.store);
  });

  test(`${engine.name}: runs privileged containers that reach their gateway`, async () => {
    const script = "ping -c1 -W2 $(ip route | sed -n 's/^default via \\([^ ]*\\).*/\\1/p')";
    const said = await docker(
      "run",
      "--rm",
      "--privileged",
      OWN_PLATFORM,
      rig.base,
      "sh",
      "-c",
      script,
    );
    assert.match(said, /1 packets received/);
  });

  test(`${engine.name}: the builder image boots`, async (t) => {
    const name = `rig-${engine.name}-${process.pid}`;
    t.after(async () => await docker("buildx", "rm", "--force", name));
    const options = `image=${rig.buildkitImage},network=host`;
    const driver = ["--driver=docker-container", `--driver-opt=${options}`];
    await docker("buildx", "create", `--name=${name}`, ...driver, "--bootstrap");
    assert.match(await docker("buildx", "inspect", name), /^Status: +running$/m);
  });
}

test("the base images are there for three platforms", async () => {
  for (const image of [rig.base, rig.toolchain]) {
    const [name, tag] = image.replace(`${rig.registry}/`, "").split(":");
    const headers = { accept: "application/vnd.oci.image.index.v1+json" };
    const url = `http://${rig.registry}/v2/${name}/manifests/${tag}`;
    const text = await (await fetch(url, { headers })).text();
    const found = [...text.matchAll(/"architecture":"(\w+)"/g)].map((match) => match[1]);
    for (const wanted of ["amd64", "arm64", "arm"]) assert.ok(found.includes(wanted), text);
  }
});

test("QEMU is there for the targets of the tests", () => {
  for (const target of ["aarch64", "arm", "s390x", "riscv64", "ppc64le"]) {
    assert.ok(existsSync(join(rig.qemuDir, `qemu-${target}`)), target);
  }
});
