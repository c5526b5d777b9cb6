/** Sees what a machine and its engines hold, so that before and after can be compared. */

import { readdir, readFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobIdIn } from "../../src/job/job-id.ts";

/** One line for each thing: `handler qemu-aarch64: enabled …`, `containerd volume x`. */
export type Holdings = ReadonlySet<string>;

/** One engine behind a unix socket of this machine, and the folder its clients keep builders in. */
export interface Place {
  readonly name: string;
  readonly dockerHost: string;
  readonly dockerConfig: string;
}

/** What tsx and Node keep in the temporary folder to start faster. */
const CACHES = /^(tsx-|node-compile-cache)/;

export async function holdings(engines: readonly Place[]): Promise<Holdings> {
  const temporary = (await namesIn(tmpdir())).filter((name) => !CACHES.test(name));
  const lists = await Promise.all([handlers(), ...engines.map(engineHoldings)]);
  return new Set([...lists.flat(), ...temporary.map((name) => `temporary ${name}`)]);
}

/**
 * `left behind: …` and `gone: …`, one line each; empty where nothing changed. What a run of the
 * action made before may go meanwhile: its job ends, or the next of its runner puts it away.
 */
export function changes(before: Holdings, after: Holdings): string[] {
  const left = [...after].filter((one) => !before.has(one));
  const gone = [...before].filter((one) => !after.has(one) && jobIdIn(one) === undefined);
  return [...left.map((one) => `left behind: ${one}`), ...gone.map((one) => `gone: ${one}`)];
}

async function handlers(): Promise<string[]> {
  const folder = "/proc/sys/fs/binfmt_misc";
  const names = await readdir(folder).catch(() => []);
  const own = names.filter((name) => name !== "register" && name !== "status");
  const lines = own.map(async (name) => {
    const text = await readFile(join(folder, name), "utf8").catch(() => "");
    return `handler ${name}: ${text.trim().replaceAll("\n", ", ")}`;
  });
  return [
    `binfmt_misc ${names.length > 0 ? "mounted" : "not mounted"}`,
    ...(await Promise.all(lines)),
  ];
}

async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => []);
}

async function engineHoldings(engine: Place): Promise<string[]> {
  const get = async (path: string): Promise<unknown> => await ask(engine.dockerHost, path);
  const [containers, volumes, networks, images, builders] = await Promise.all([
    get("/containers/json?all=1"),
    get("/volumes"),
    get("/networks"),
    get("/images/json"),
    namesIn(join(engine.dockerConfig, "buildx/instances")),
  ]);
  const things = {
    container: strings(containers, "Names"),
    volume: strings(field(volumes, "Volumes"), "Name"),
    network: strings(networks, "Name"),
    image: strings(images, "RepoTags").filter((tag) => tag.startsWith("anyarch.local/")),
    builder: builders,
  };
  return Object.entries(things).flatMap(([kind, names]) =>
    names.map((name) => `${engine.name} ${kind} ${name}`),
  );
}

/** The texts under `key` in each member of `list`, whether one or a list of them. */
function strings(list: unknown, key: string): string[] {
  if (!Array.isArray(list)) return [];
  const values: unknown[] = list.flatMap((member) => field(member, key));
  return values.filter((value) => typeof value === "string");
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

async function ask(dockerHost: string, path: string): Promise<unknown> {
  const socketPath = dockerHost.replace(/^unix:\/\//, "");
  return await new Promise((resolve, reject) => {
    const call = request({ socketPath, path, timeout: 10_000 }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk: Buffer) => chunks.push(chunk));
      reply.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        if (reply.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${dockerHost}${path}: ${reply.statusCode} ${text}`));
      });
    });
    call.on("error", reject);
    call.on("timeout", () => call.destroy(new Error(`${dockerHost} does not answer`)));
    call.end();
  });
}
