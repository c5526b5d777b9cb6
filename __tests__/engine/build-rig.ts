/** The engines that tests of the build run on, and a build in a process of its own. */

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { BuildInputs } from "../../src/inputs/inputs.ts";
import { nothing } from "../unit/image/build-inputs.ts";

export interface TestEngine {
  readonly name: string;
  readonly store: "containerd" | "classic";
  readonly dockerHost: string;
}

/** `ANYARCH_ENGINES` (JSON list), else the engine `DOCKER_HOST` names. */
const engines: readonly TestEngine[] = await enginesGiven();
/** An image with `/bin/busybox`, and one that passes for BuildKit's; both known to the engines. */
export const base = process.env.ANYARCH_BASE ?? "127.0.0.1:5000/base:1";
export const buildkit =
  process.env.ANYARCH_BUILDKIT_IMAGE ?? "127.0.0.1:5000/anyarch-test/buildkit:stand-in";

async function enginesGiven(): Promise<readonly TestEngine[]> {
  const given = process.env.ANYARCH_ENGINES;
  if (given !== undefined) return JSON.parse(given);
  const { stdout } = await promisify(execFile)("docker", ["info", "-f", "{{.DriverStatus}}"]);
  const store = stdout.includes("io.containerd.snapshotter") ? "containerd" : "classic";
  const dockerHost = process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock";
  return [{ name: store, store, dockerHost }];
}

/** A test on each engine, with a folder and a buildx state of its own. */
export function onEngines(name: string, body: (rig: Rig) => Promise<void>): void {
  for (const engine of engines) {
    test(`${name} (${engine.name})`, async (t) => {
      const temp = await mkdtemp(join(tmpdir(), "anyarch-build-"));
      // In reverse, so that the folder goes last: docker makes its state anew whenever it is called.
      const cleanups = [() => rm(temp, { recursive: true, force: true })];
      t.after(async () => {
        for (const cleanup of cleanups.reverse()) await cleanup();
      });
      const state = join(temp, "buildx");
      await mkdir(state);
      const env = { DOCKER_HOST: engine.dockerHost, BUILDX_CONFIG: state };
      Object.assign(process.env, env);
      const after = (cleanup: () => Promise<void>): void => {
        cleanups.push(cleanup);
      };
      await body({ engine, temp, after, docker: (...args) => output("docker", args) });
    });
  }
}

export interface Rig {
  readonly engine: TestEngine;
  readonly temp: string;
  /** Calls this at the end, whatever comes; the last one given is called first. */
  readonly after: (cleanup: () => Promise<void>) => void;
  /** Standard output of a docker command; rejects when it fails. */
  readonly docker: (...args: string[]) => Promise<string>;
}

async function output(program: string, args: string[]): Promise<string> {
  return (await promisify(execFile)(program, args)).stdout.trim();
}

export interface Built {
  readonly child: ChildProcess;
  /** What it printed and left, once it has ended. */
  readonly done: Promise<{ readonly log: string; readonly outcome: unknown }>;
  /** What it printed so far. */
  readonly printed: () => string;
}

/** Starts a build of `dockerfile` on what `process.env` names. */
export async function startBuild(
  temp: string,
  dockerfile: string,
  asked: {
    build?: Partial<BuildInputs>;
    timeout?: number;
    step: { tags: string[]; output?: string };
  },
): Promise<Built> {
  const context = join(temp, "context");
  await mkdir(context);
  await writeFile(join(context, "Dockerfile"), dockerfile);
  const build = { ...nothing, context, ...asked.build };
  await writeFile(
    join(temp, "plan.json"),
    JSON.stringify({ build, step: asked.step, timeout: asked.timeout ?? 0 }),
  );
  const program = fileURLToPath(new URL("build-child.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", program, temp]);
  let log = "";
  child.stdout.on("data", (data) => {
    log += String(data);
  });
  child.stderr.on("data", (data) => {
    log += String(data);
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const done = ended.then(async () => {
    const text = await readFile(join(temp, "outcome.json"), "utf8").catch(() => '"none"');
    const outcome: unknown = JSON.parse(text);
    return { log, outcome };
  });
  return { child, done, printed: () => log };
}
