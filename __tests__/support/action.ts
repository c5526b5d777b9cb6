/** What a test of the bundled action on a real engine works with: a bench of its own. */

import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type TestContext, test } from "node:test";
import { promisify } from "node:util";
import { engines, engineVariables, type TestEngine, type TestEngines } from "./engines.ts";

/** A folder, a docker configuration and a repository of one test's own, on one engine. */
export interface Bench extends TestEngines {
  /** Done at the end of the test, the last one first. */
  readonly cleanup: (() => Promise<unknown>)[];
  readonly engine: TestEngine;
  readonly dir: string;
  /** `127.0.0.1:PORT/…`, used by nobody else. */
  readonly repository: string;
  readonly env: Readonly<Record<string, string>>;
  /** Standard output of a docker command, trimmed; rejects when it fails. */
  docker(...args: string[]): Promise<string>;
}

/** The checkout, where action.yml and dist are. */
export const ROOT = resolve(import.meta.dirname, "../..");
const all = await engines();

/** A test on each engine, or on the one whose store is named. */
export function onEngines(
  name: string,
  body: (bench: Bench) => Promise<void>,
  only?: TestEngine["store"],
): void {
  for (const engine of all.list.filter(({ store }) => store === (only ?? store))) {
    test(`${name} (${engine.store} store)`, async (t) => await body(await benchOn(t, engine)));
  }
}

/** A test on two engines with different stores, each with a bench of its own. */
export function onBoth(
  name: string,
  body: (containerd: Bench, classic: Bench) => Promise<void>,
): void {
  test(`${name} (both stores)`, async (t) => {
    const [containerd, classic] = ["containerd", "classic"].map((store) =>
      all.list.find((engine) => engine.store === store),
    );
    if (containerd === undefined || classic === undefined) throw new Error("no two stores");
    await body(await benchOn(t, containerd), await benchOn(t, classic));
  });
}

async function benchOn(t: TestContext, engine: TestEngine): Promise<Bench> {
  const dir = await mkdtemp(join(tmpdir(), "bench-of-action-"));
  const cleanup: Bench["cleanup"] = [() => rm(dir, { recursive: true, force: true })];
  t.after(async () => {
    for (const clean of cleanup.reverse()) await clean();
  });
  const config = join(dir, "docker-config");
  await mkdir(join(dir, "temp"));
  await mkdir(join(dir, "tools"));
  await mkdir(config);
  await symlink(join(engine.dockerConfig, "cli-plugins"), join(config, "cli-plugins"));
  const env = {
    ...engineVariables({ ...engine, dockerConfig: config }),
    TMPDIR: join(dir, "temp"),
  };
  const repository = `${all.registry}/cases/${randomBytes(4).toString("hex")}`;
  return { ...all, cleanup, engine, dir, repository, env, docker: dockerFor(env) };
}

/** `docker` of a bench, in this environment. */
export function dockerFor(env: Bench["env"]): Bench["docker"] {
  return async (...args) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    return (await promisify(execFile)("docker", args, options)).stdout.trim();
  };
}

/** The builder's image and, for speed, the emulators of the rig; each store has one way to register. */
export function usualInputs({ buildkitImage, qemuDir, engine }: Bench): Record<string, string> {
  // For root `auto` is the host itself.
  const register = engine.store === "classic" ? "container" : "auto";
  return { "buildkit-image": buildkitImage, emulator: qemuDir, register };
}

/** Writes files into a folder of the bench and gives its path; a function's result is a file's bytes. */
export async function folder(
  { dir }: Bench,
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  const path = join(dir, name);
  await mkdir(path, { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    await writeFile(join(path, file), content);
    // Programs; Dockerfiles do not mind.
    await chmod(join(path, file), 0o755);
  }
  return path;
}
