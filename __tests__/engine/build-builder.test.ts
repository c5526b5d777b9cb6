/** Builders on real engines: ours made, proven and removed; the user's found or missed. */

import assert from "node:assert/strict";
import { Failure } from "../../src/failure.ts";
import { proveInBuilder } from "../../src/image/build/probe.ts";
import {
  currentBuilder,
  makeBuilder,
  namedBuilder,
  removeBuilders,
} from "../../src/image/builder/builder.ts";
import { architectures } from "../../src/platform/architecture.ts";
import { buildkit, onEngines } from "./build-rig.ts";

const says = (pattern: RegExp) => (error: unknown) =>
  error instanceof Failure && pattern.test(JSON.stringify(error.parts));

function provable(target: string, architecture: string) {
  const found = architectures.find((one) => one.target === target);
  assert.ok(found !== undefined);
  return { platform: { os: "linux", architecture }, architecture: found };
}

onEngines("our builder is made, proves platforms, and goes with its volume", async (rig) => {
  const { temp, docker, engine, after } = rig;
  const id = `anyarch-test-${engine.name}-${process.pid}`;
  after(() => removeBuilders(id, { env: process.env, again: false }));
  await makeBuilder({ id }, { image: buildkit, hostNetwork: true });
  const container = `buildx_buildkit_${id}0`;
  assert.equal(await docker("inspect", "-f", "{{.State.Running}}", container), "true");
  assert.equal(await docker("inspect", "-f", "{{.HostConfig.NetworkMode}}", container), "host");
  assert.equal(await currentBuilder(process.env), undefined);

  const job = { signal: new AbortController().signal, temp };
  const wanted = [provable("x86_64", "amd64"), provable("i386", "386")];
  const proofs = await proveInBuilder(job, id, wanted);
  assert.deepEqual(
    proofs.map(({ platform, machine }) => [platform.architecture, machine]),
    [
      ["amd64", "x86_64"],
      ["386", "x86_64"],
    ],
  );
  assert.ok(proofs.every(({ ms }) => ms > 0));
  await assert.rejects(
    proveInBuilder(job, id, [provable("mips64", "mips64")]),
    says(/The build for linux\/mips64 failed at .*no handler for programs of linux\/mips64/s),
  );

  await docker("buildx", "use", id);
  const current = await currentBuilder(process.env);
  assert.deepEqual([current?.name, current?.driver], [id, "docker-container"]);
  assert.equal((await namedBuilder(id, process.env)).running, true);

  await removeBuilders(id, { env: process.env, again: false });
  assert.equal(await docker("ps", "-aq", "--filter", `name=${container}`), "");
  assert.equal(await docker("volume", "ls", "-q", "--filter", `name=${container}`), "");
  await removeBuilders(id, { env: process.env, again: false });
  assert.equal(await currentBuilder(process.env), undefined);
});

onEngines(
  "our builder goes even where buildx has forgotten it",
  async ({ docker, temp, after }) => {
    const id = `anyarch-test-lost-${process.pid}`;
    after(() => removeBuilders(id, { env: process.env, again: false }));
    await makeBuilder({ id }, { image: buildkit, hostNetwork: false });
    process.env.BUILDX_CONFIG = `${temp}/other`;
    await removeBuilders(id, { env: process.env, again: false });
    assert.equal(await docker("ps", "-aq", "--filter", `name=${id}`), "");
    assert.equal(await docker("volume", "ls", "-q", "--filter", `name=${id}`), "");
  },
);

onEngines("a builder image that cannot be had is explained, and nothing is left", async (rig) => {
  const id = `anyarch-test-gone-${process.pid}`;
  const image = `${buildkit.replace(/[@][^@]*$/, "")}-nowhere:1`;
  await assert.rejects(
    makeBuilder({ id }, { image, hostNetwork: false }),
    says(/(There is no such image|The engine cannot reach the registry).*buildkit-image:/s),
  );
  assert.doesNotMatch(await rig.docker("buildx", "ls"), new RegExp(id));
});

onEngines("a named builder that is not there is answered with those there are", async () => {
  await assert.rejects(
    namedBuilder("nobody", process.env),
    says(/There is no builder named nobody.*one of: default/s),
  );
});

onEngines("the engine's own builder can be named", async () => {
  const report = await namedBuilder("default", process.env);
  assert.deepEqual([report.name, report.driver], ["default", "docker"]);
});
