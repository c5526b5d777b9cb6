/** Case G24: the `docker` on the PATH is something else. */

import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { builderlessFailure, checkClient } from "../../../src/engine/client.ts";
import { Failure } from "../../../src/failure.ts";

const BUILDX = "echo github.com/docker/buildx v0.29.1 abc";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "anyarch-client-"));
  await mkdir(join(folder, "config/cli-plugins"), { recursive: true });
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Only the temporary folder is on the PATH: scripts get by with what their shell has built in. */
async function check(): Promise<string> {
  return await checkClient({ PATH: folder, DOCKER_CONFIG: join(folder, "config") });
}

/** A script that writes its arguments into `calls`, and answers each by `answers`. */
async function script(path: string, answers: Readonly<Record<string, string>>): Promise<void> {
  const cases = Object.entries(answers).map(([args, answer]) => `"${args}") ${answer};;`);
  const lines = [`echo "$*" >> '${folder}/calls'`, `case "$*" in`, ...cases, "*) exit 9;;", "esac"];
  await writeFile(join(folder, path), `#!/bin/sh\n${lines.join("\n")}\n`, { mode: 0o755 });
}

async function calls(): Promise<string> {
  return await readFile(join(folder, "calls"), "utf8").catch(() => "");
}

async function refusal(): Promise<Failure> {
  const error = await check().then(
    () => "no failure",
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Failure, String(error));
  assert.notEqual(error.parts.fix, undefined);
  return error;
}

describe("G24 docker on the PATH", () => {
  it("G24 none: no docker", async () => {
    assert.match((await refusal()).message, /^no docker/);
  });

  it("G24 a link to podman, nothing is run", async () => {
    await script("podman", { "buildx version": BUILDX });
    await symlink("podman", join(folder, "docker"));
    assert.match((await refusal()).message, /^docker is podman's stand-in/);
    assert.equal(await calls(), "");
  });

  const standIns = [
    { name: "answers as buildah", answers: { "buildx version": "echo buildah 1.33.7" } },
    {
      name: "refuses with podman's words",
      answers: { "buildx version": "echo \"See 'podman buildx --help'\" >&2; exit 125" },
    },
    {
      name: "says nothing about buildx but podman about itself",
      answers: { "buildx version": "exit 0", "--version": "echo podman version 4.9" },
    },
  ];
  for (const { name, answers } of standIns) {
    it(`G24 a script that ${name}: podman's stand-in`, async () => {
      await script("docker", answers);
      assert.match((await refusal()).message, /^docker is podman's stand-in/);
    });
  }

  it("G24 one that never answers: told, instead of waiting", async () => {
    await script("docker", { "buildx version": "exec /bin/sleep 60" });
    const env = { PATH: folder, DOCKER_CONFIG: join(folder, "config") };
    await assert.rejects(checkClient(env, 300), /^Failure: The docker command does not answer/);
  });

  it("G24 without buildx: quotes the command", async () => {
    const words = "echo \"docker: 'buildx' is not a docker command.\" >&2; exit 1";
    await script("docker", { "buildx version": words, "--version": "echo Docker version 20.10" });
    const { message, parts } = await refusal();
    assert.match(message, /^buildx is missing: install/);
    assert.match(parts.command?.line ?? "", /\/docker buildx version$/);
    assert.equal(parts.command?.exitCode, 1);
    assert.match(parts.command?.stderr ?? "", /not a docker command/);
    assert.match(parts.fix ?? "", /install -y docker-buildx/);
  });

  it("G24 a wrapper around the real one passes by its answer, asked once", async () => {
    await script("docker", { "buildx version": BUILDX });
    assert.equal(await check(), join(folder, "docker"));
    assert.equal(await calls(), "buildx version\n");
  });

  it("G24 a binary with the plugin's file passes without being run", async () => {
    // A program that fails whatever it is asked: running it would be seen.
    await copyFile("/bin/false", join(folder, "docker"));
    await script("config/cli-plugins/docker-buildx", {});
    assert.equal(await check(), join(folder, "docker"));
    assert.equal(await calls(), "");
  });

  it("G24 the plugin is found in cliPluginsExtraDirs", async () => {
    await copyFile("/bin/false", join(folder, "docker"));
    await mkdir(join(folder, "extra"));
    await script("extra/docker-buildx", {});
    const config = JSON.stringify({ cliPluginsExtraDirs: [join(folder, "extra")] });
    await writeFile(join(folder, "config/config.json"), config);
    assert.equal(await check(), join(folder, "docker"));
  });
});

it("an engine that is podman builds nothing for this action", () => {
  assert.equal(builderlessFailure({ product: "docker", version: "28.5.2" }), undefined);
  assert.equal(builderlessFailure({ product: "other", version: "1" }), undefined);
  const failure = builderlessFailure({ product: "podman", version: "4.3.1" });
  assert.match(failure?.message ?? "", /^Podman answers in the engine's place: it has no BuildKit/);
  assert.equal(failure?.parts.seen, "podman 4.3.1");
});
