/** Stand-ins for the actions that workflows use beside docker/build-push-action. */

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { metadataOf } from "../peer-examples.ts";
import type { StandIn } from "./step.ts";

const run = promisify(execFile);
const nothing: StandIn = async () => ({});

export interface PeerPlaces {
  /** What they keep, as artifacts. */
  readonly dir: string;
  /** What actions/checkout checks out. */
  readonly repository: string;
  /** The BuildKit of docker/setup-buildx-action. */
  readonly endpoint: string;
  /** What a cache mount is filled from, and with: an image with a shell, and a word. */
  readonly base: string;
  readonly word: string;
}

export function peerStandIns(places: PeerPlaces): Readonly<Record<string, StandIn>> {
  const { dir, repository, endpoint } = places;
  return {
    "actions/checkout": async ({ workspace }) => {
      await cp(repository, workspace, { recursive: true });
      return {};
    },
    // Where it is needed, our step emulates by itself.
    "docker/setup-qemu-action": nothing,
    "docker/setup-docker-action": nothing,
    "docker/setup-buildx-action": setupBuildx(endpoint),
    "docker/metadata-action": metadata,
    "actions/cache": nothing,
    "actions/upload-artifact": upload(dir),
    "actions/download-artifact": download(dir),
    "MrSquaare/ssh-setup-action": sshAgent(dir),
    "reproducible-containers/buildkit-cache-dance": cacheDance(places),
    "peter-evans/dockerhub-description": nothing,
  };
}

let count = 0;

/** A builder outside of the engine becomes the current one, unless the engine's own is asked for. */
function setupBuildx(endpoint: string): StandIn {
  return async ({ with: { driver }, env }) => {
    if (driver === "docker") return { name: "default", driver };
    count += 1;
    const name = `builder-of-test-${count}`;
    const args = ["buildx", "create", "--name", name, "--driver", "remote", "--use", endpoint];
    await run("docker", args, { env: { ...process.env, ...env } });
    return { name, driver: "remote" };
  };
}

const metadata: StandIn = async ({ with: given, env, setVariable }) => {
  const outputs = metadataOf(given, env);
  for (const [name, value] of Object.entries(outputs))
    setVariable(`DOCKER_METADATA_OUTPUT_${name.toUpperCase()}`, value);
  return outputs;
};

function upload(dir: string): StandIn {
  return async ({ with: { name = "", path = "" } }) => {
    const target = join(dir, "artifacts", name);
    await mkdir(target, { recursive: true });
    const all = path.endsWith("/*");
    const files = all ? await readdir(dirname(path)) : [basename(path)];
    if (files.length === 0) throw new Error(`No files were found with the provided path: ${path}`);
    for (const file of files) await cp(join(dirname(path), file), join(target, file));
    return {};
  };
}

function download(dir: string): StandIn {
  return async ({ with: { name, pattern = "", path = "" } }) => {
    const start = pattern.replace(/\*$/, "");
    const all = (await readdir(join(dir, "artifacts"))).sort();
    const wanted = all.filter((one) => (name === undefined ? one.startsWith(start) : one === name));
    if (wanted.length === 0) throw new Error(`no artifact is called ${name ?? pattern}`);
    for (const one of wanted) await cp(join(dir, "artifacts", one), path, { recursive: true });
    return {};
  };
}

/** Fills a cache mount of the current builder from a folder, by a build as that action does. */
function cacheDance({ dir, base, word }: PeerPlaces): StandIn {
  return async ({ with: { "cache-source": source = "" }, workspace, env }) => {
    const target = "/var/cache/apt";
    const context = join(workspace, source);
    await mkdir(context, { recursive: true });
    await writeFile(join(context, "seed"), `${word}\n`);
    const file = join(dir, "Dockerfile.dance");
    const mount = `--mount=type=cache,target=${target}`;
    const from = `FROM ${base}\nCOPY . /dance\n`;
    await writeFile(file, `${from}RUN ${mount} cp /dance/* ${target}\n`);
    const args = ["buildx", "build", "--file", file, "--output", "type=cacheonly", context];
    await run("docker", args, { env: { ...process.env, ...env } });
    return {};
  };
}

/** An agent without keys; it lasts as long as the tests. */
function sshAgent(dir: string): StandIn {
  return async ({ setVariable }) => {
    const socket = join(await mkdtemp(join(dir, "agent-")), "socket");
    const agent = createServer((client) => client.end());
    await new Promise<void>((resolve) => agent.listen(socket, resolve));
    agent.unref();
    setVariable("SSH_AUTH_SOCK", socket);
    return {};
  };
}
