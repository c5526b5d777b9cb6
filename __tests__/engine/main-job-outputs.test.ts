/** Where the result can go besides a registry: the engine, archives, folders; and whose builder makes it. */

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, folder, onEngines } from "../support/action.ts";
import { builds, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";

const context = async (bench: Bench): Promise<string> => {
  const Dockerfile = `FROM ${bench.base}\nRUN uname -m > /machine\n`;
  return await folder(bench, "context", { Dockerfile });
};

onEngines("load: the image is in the engine under its name, and runs", async (bench) => {
  const ref = `${bench.repository}:loaded`;
  const inputs = {
    context: await context(bench),
    platforms: "linux/arm64",
    tags: ref,
    load: "true",
  };
  const { main, left } = await runJob(bench, inputs, {
    between: async (main) => {
      assert.equal(main.exitCode, 0, main.log);
      const args = ["--rm", "--network=none", "--platform=linux/arm64", ref, "uname", "-m"];
      assert.equal(await bench.docker("run", ...args), "aarch64");
      await bench.docker("image", "rm", ref);
    },
  });
  assert.ok(left.includes(`left behind: image ${ref}`), left.join("\n"));
  assert.match(main.summary, new RegExp(`loaded: .${ref}`));
  assert.equal(await publishedIndex(ref), undefined);
});

onEngines("outputs type=local and type=tar: what the image holds", async (bench) => {
  const local = join(bench.dir, "local");
  const tar = join(bench.dir, "image.tar");
  const { main } = await runJob(bench, {
    context: await context(bench),
    platforms: "linux/arm64",
    outputs: `type=local,dest=${local}\ntype=tar,dest=${tar}`,
  });
  assert.equal(main.exitCode, 0, main.log);
  assert.equal(await readFile(join(local, "machine"), "utf8"), "aarch64\n");
  assert.ok((await readFile(tar)).includes("aarch64\n"));
  assert.match(main.summary, /written: .*image\.tar/);
});

onEngines("outputs type=local of two platforms: a folder for each", async (bench) => {
  const dest = join(bench.dir, "local");
  const { main } = await runJob(bench, {
    context: await context(bench),
    platforms: "linux/amd64,linux/arm64",
    outputs: `type=local,dest=${dest}`,
  });
  assert.equal(main.exitCode, 0, main.log);
  assert.deepEqual(await readdir(dest), ["linux_amd64", "linux_arm64"]);
  assert.equal(await readFile(join(dest, "linux_amd64/machine"), "utf8"), "x86_64\n");
  assert.equal(await readFile(join(dest, "linux_arm64/machine"), "utf8"), "aarch64\n");
});

/** A container builder as a user makes it in an earlier step. */
async function makeBuilder(bench: Bench): Promise<string> {
  const name = `cases-${bench.repository.slice(-8)}`;
  const image = `image=${bench.buildkitImage}`;
  const create = ["buildx", "create", "--name", name, "--driver", "docker-container"];
  const network = ["--driver-opt", `${image},network=host`];
  bench.cleanup.push(async () => await bench.docker("buildx", "rm", name));
  await bench.docker(...create, ...network, "--bootstrap");
  return name;
}

for (const how of ["named by the workflow", "made current by an earlier step"]) {
  onEngines(`a builder ${how} builds, and stays`, async (bench) => {
    const name = await makeBuilder(bench);
    const named = how.startsWith("named");
    if (!named) await bench.docker("buildx", "use", name);
    const ref = `${bench.repository}:built`;
    const { main, calls, left } = await runJob(bench, {
      context: await context(bench),
      platforms: "linux/amd64,linux/arm64",
      tags: ref,
      push: "true",
      ...(named ? { builder: name } : {}),
    });
    assert.equal(main.exitCode, 0, main.log);
    assert.ok(
      builds(calls).every((args) => args.includes(name)),
      JSON.stringify(builds(calls)),
    );
    assert.deepEqual(
      left.filter((line) => line.includes("builder")),
      [],
    );
    assert.match(main.log, new RegExp(`docker-container builder "${name}"`));
    assert.match(main.log, /ran a program in the builder, kernel says aarch64/);
    const published = await publishedIndex(ref);
    assert.equal(published?.digest, main.outputs.digest);
    assert.equal(published?.images.length, 2);
    assert.match(await bench.docker("buildx", "inspect", name), /Status:\s+running/);
  });
}

onEngines("push: true with an image output that has the name, and no tags", async (bench) => {
  const ref = `${bench.repository}:named`;
  const inputs = {
    context: await context(bench),
    platforms: "linux/amd64",
    outputs: `type=image,name=${ref}`,
    push: "true",
  };
  const { main } = await runJob(bench, inputs, {
    // The engine's own builder also keeps what such an output names; nobody needs it here.
    between: async () => void (await bench.docker("image", "rm", "-f", ref).catch(() => "")),
  });
  assert.equal(main.exitCode, 0, main.log);
  const published = await publishedIndex(ref);
  assert.ok(published !== undefined, "nothing was pushed");
  assert.equal(main.outputs.digest, published.digest);
});
