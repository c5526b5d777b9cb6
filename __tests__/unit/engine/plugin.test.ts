/** By which program buildx is run, as the files of a machine tell. */

import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { buildxCommand } from "../../../src/engine/buildx/plugin.ts";

const SCRIPT = "#!/bin/sh\nexit 0\n";
const VIA_DOCKER = { program: "docker", args: ["buildx"] };
let folder = "";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "anyarch-plugin-"));
  for (const name of ["programs", "scripts", "config/cli-plugins", "wrapped/cli-plugins", "none"])
    await mkdir(join(folder, name), { recursive: true });
  for (const name of ["programs/docker", "config/cli-plugins/docker-buildx"])
    await copyFile("/bin/true", join(folder, name));
  for (const name of ["scripts/docker", "wrapped/cli-plugins/docker-buildx"])
    await writeFile(join(folder, name), SCRIPT, { mode: 0o755 });
});
after(async () => await rm(folder, { recursive: true }));

const cases = [
  { name: "docker and buildx are programs", path: "programs", config: "config", direct: true },
  {
    name: "a local socket is named",
    path: "programs",
    config: "config",
    host: "unix:///x",
    direct: true,
  },
  { name: "docker is a script", path: "scripts", config: "config", direct: false },
  { name: "buildx is a script", path: "programs", config: "wrapped", direct: false },
  { name: "there is no docker", path: "none", config: "config", direct: false },
  {
    name: "the engine is elsewhere",
    path: "programs",
    config: "config",
    host: "tcp://h:1",
    direct: false,
  },
  {
    name: "docker is to use TLS",
    path: "programs",
    config: "config",
    tls: "1",
    direct: false,
  },
];

for (const { name, path, config, host, tls, direct } of cases) {
  test(`${direct ? "buildx itself" : "docker buildx"} where ${name}`, async () => {
    const env = {
      PATH: join(folder, path),
      DOCKER_CONFIG: join(folder, config),
      DOCKER_HOST: host,
      DOCKER_TLS_VERIFY: tls,
    };
    const own = { program: join(folder, config, "cli-plugins/docker-buildx"), args: [] };
    assert.deepEqual(await buildxCommand(env), direct ? own : VIA_DOCKER);
  });
}
