/** Sees what the `docker` command on the PATH is, before anything is asked of it. */

import { access, realpath } from "node:fs/promises";
import { basename } from "node:path";
import { Failure } from "../failure.ts";
import type { Env } from "../runner/env.ts";
import { type Execution, execute } from "../runner/execute.ts";
import { buildxFile, isElf } from "./buildx/plugin.ts";
import type { NodeFacts } from "./node.ts";
import { findProgram, presentIn } from "./program.ts";

/** Milliseconds that the docker command has to say what it is. */
const PATIENCE = 20_000;

/**
 * Path of a `docker` that is Docker's and has buildx. Runs nothing where the files alone tell so.
 * Failure: there is none, it is podman's stand-in, or buildx is missing.
 */
export async function checkClient(env: Env, limitMs = PATIENCE): Promise<string> {
  const docker = await findProgram("docker", env);
  if (docker === undefined) {
    throw new Failure({
      what: "no docker: there is no docker command on the PATH",
      seen: `PATH=${env.PATH ?? ""}`,
      fix: "curl -fsSL https://get.docker.com | sudo sh",
      anchor: "no-docker",
    });
  }
  const file = await realpath(docker);
  if (isPodman(basename(file))) throw standIn(docker, file);
  const known = (await isElf(file)) && (await buildxFile(env)) !== undefined;
  if (!known) await askBuildx(docker, env, limitMs);
  return docker;
}

/** A Failure where the engine that answers builds nothing, else undefined. */
export function builderlessFailure({
  product,
  version,
}: Pick<NodeFacts, "product" | "version">): Failure | undefined {
  if (product !== "podman") return undefined;
  return new Failure({
    what: "Podman answers in the engine's place: it has no BuildKit, which builds, and `setup` alone works with it",
    seen: `podman ${version}`,
    expected: "Docker Engine",
    fix: "unset DOCKER_HOST   # the engine's usual socket; or the action `setup`, and `podman build`",
    anchor: "podman-stand-in",
  });
}

/** Runs `docker buildx version`: whether it fails and its words decide. */
async function askBuildx(docker: string, env: Env, limitMs: number): Promise<void> {
  const answer = await execute(docker, presentIn(env), ["buildx", "version"], { limitMs });
  if (answer.failed === undefined && answer.stdout.includes("github.com/docker/buildx")) return;
  if (answer.failed === "SIGKILL") throw mute(docker, limitMs);
  if (isPodman(textOf(answer))) throw standIn(docker, textOf(answer));
  const version = await execute(docker, presentIn(env), ["--version"], { limitMs });
  if (isPodman(textOf(version))) throw standIn(docker, textOf(version));
  throw await noBuildx(docker, answer);
}

function mute(docker: string, limitMs: number): Failure {
  return new Failure({
    what: `The docker command does not answer: "docker buildx version" was not over after ${limitMs / 1000} s`,
    seen: docker,
    cause: "it is another program, or waits for something, as a stand-in for a service",
    fix: "docker buildx version   # must answer at once",
    anchor: "no-buildx",
  });
}

async function noBuildx(docker: string, answer: Execution): Promise<Failure> {
  // Docker's own packages and Debian's call it differently.
  const own = await exists("/var/lib/dpkg/info/docker-ce-cli.list");
  const fix = `sudo apt-get update && sudo apt-get install -y ${own ? "docker-buildx-plugin" : "docker-buildx"}`;
  return new Failure({
    what: "buildx is missing: install Docker's plugin for builds",
    command: {
      line: `${docker} buildx version`,
      exitCode: Number(answer.failed ?? 0) || 1,
      stderr: textOf(answer),
    },
    fix,
    anchor: "no-buildx",
  });
}

function standIn(docker: string, seen: string): Failure {
  return new Failure({
    what: "docker is podman's stand-in, which reports success for builds that it did not push",
    seen: `${docker}: ${seen.trim().slice(0, 300)}`,
    expected: "the docker command of Docker, with buildx",
    fix: "sudo apt-get remove -y podman-docker && curl -fsSL https://get.docker.com | sudo sh",
    anchor: "podman-stand-in",
  });
}

function isPodman(text: string): boolean {
  return /podman|buildah/i.test(text);
}

function textOf({ stdout, stderr }: Execution): string {
  return `${stdout}\n${stderr}`.trim();
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
