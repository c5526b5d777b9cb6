/** Sees what the `docker` command on the PATH is, before anything is asked of it. */

import { access, realpath } from "node:fs/promises";
import { basename } from "node:path";
import { Failure } from "../failure.ts";
import { type CommandResult, runCommand } from "../runner/command.ts";
import type { Env } from "../runner/env.ts";
import { buildxFile, isElf } from "./buildx/plugin.ts";
import type { NodeFacts } from "./node.ts";
import { findProgram, presentIn } from "./program.ts";

/**
 * Path of a `docker` that is Docker's and has buildx. Runs nothing where the files alone tell so.
 * Failure: there is none, it is podman's stand-in, or buildx is missing.
 */
export async function checkClient(env: Env): Promise<string> {
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
  if (!known) await askBuildx(docker, env);
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

/** Runs `docker buildx version`: the exit code and its words decide. */
async function askBuildx(docker: string, env: Env): Promise<void> {
  const options = { env: presentIn(env) };
  const answer = await runCommand(docker, ["buildx", "version"], options);
  if (answer.exitCode === 0 && answer.stdout.includes("github.com/docker/buildx")) return;
  if (isPodman(textOf(answer))) throw standIn(docker, textOf(answer));
  const version = await runCommand(docker, ["--version"], options);
  if (isPodman(textOf(version))) throw standIn(docker, textOf(version));
  throw await noBuildx(docker, answer);
}

async function noBuildx(docker: string, answer: CommandResult): Promise<Failure> {
  // Docker's own packages and Debian's call it differently.
  const own = await exists("/var/lib/dpkg/info/docker-ce-cli.list");
  const fix = `sudo apt-get update && sudo apt-get install -y ${own ? "docker-buildx-plugin" : "docker-buildx"}`;
  return new Failure({
    what: "buildx is missing: install Docker's plugin for builds",
    command: { ...answer, line: `${docker} buildx version`, stderr: textOf(answer) },
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

function textOf({ stdout, stderr }: CommandResult): string {
  return `${stdout}\n${stderr}`.trim();
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
