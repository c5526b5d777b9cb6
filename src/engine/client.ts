/** Sees what the `docker` command on the PATH is, before anything is asked of it. */

import { access, open, realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { Failure } from "../failure.ts";
import { type CommandResult, runCommand } from "../runner/command.ts";
import { configFolder, readConfig } from "./config.ts";
import { textsAt } from "./json.ts";
import { findProgram, isExecutable, presentIn } from "./program.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Folders of the client's plugins: docker/cli, `cli-plugins/manager`. */
const PLUGINS = ["/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"].map((folder) =>
  join(folder, "docker/cli-plugins"),
);

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
  if (!((await isElf(file)) && (await hasBuildx(env)))) await askBuildx(docker, env);
  return docker;
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

async function hasBuildx(env: Env): Promise<boolean> {
  const extra = textsAt(await readConfig(env), "cliPluginsExtraDirs");
  const folders = [...extra, join(configFolder(env), "cli-plugins"), ...PLUGINS];
  const found = await Promise.all(folders.map((f) => isExecutable(join(f, "docker-buildx"))));
  return found.includes(true);
}

/** A file that may be executed but not read counts as none: it is asked then. */
async function isElf(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  try {
    const head = await file?.read(Buffer.alloc(4), 0, 4, 0);
    return head?.buffer.equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46])) === true;
  } finally {
    await file?.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
