/** A GitHub for workflow tests: machines with real engines, a registry that asks for a login, a cache service. */

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { cacheService } from "../cache-service.ts";
import { engines, engineVariables, type TestEngine, type TestEngines } from "../engines.ts";
import { lockedRegistry } from "../locked-registry.ts";
import type { Machine } from "./job.ts";
import type { StandIn } from "./step.ts";

export const ROOT = resolve(import.meta.dirname, "../../..");
/** Who may push, in every test; actions get it as the job's token. */
export const ACCOUNT = { username: "somebody", password: "sesame-4711" } as const;

export interface Forge extends TestEngines {
  /** A folder of its own, gone at the end. */
  readonly dir: string;
  /** The registry that asks for a login, `127.0.0.1:PORT`. */
  readonly locked: string;
  /** `METHOD path` of what was let in. */
  readonly asked: readonly string[];
  /** A machine of its own with this engine; the same name gives the same machine. */
  machine(name: string, store: TestEngine["store"]): Machine;
  readonly standIns: Readonly<Record<string, StandIn>>;
  /** Removes images of these names from every engine, where they are. */
  removeImages(...names: readonly string[]): Promise<void>;
}

/** Content of a reusable workflow of this checkout. */
export const provider = async (path: string): Promise<string> =>
  await readFile(join(ROOT, path), "utf8");

/** `files`: of the repository that the workflow is in. */
export async function forge(
  t: { after(clean: () => Promise<void>): void },
  files: (all: TestEngines) => Readonly<Record<string, string>>,
): Promise<Forge> {
  const all = await engines();
  const dir = await mkdtemp(join(tmpdir(), "forge-"));
  const registry = await lockedRegistry(all.registry, ACCOUNT.username, ACCOUNT.password);
  const cache = await cacheService();
  t.after(async () => {
    registry.close();
    cache.close();
    await rm(dir, { recursive: true, force: true });
  });
  const repository = join(dir, "repository");
  await mkdir(repository);
  for (const [name, text] of Object.entries(files(all)))
    await writeFile(join(repository, name), text);
  const machine = (name: string, store: TestEngine["store"]): Machine => {
    const engine = all.list.find((one) => one.store === store);
    if (engine === undefined) throw new Error(`no engine has the ${store} store`);
    return {
      dir: join(dir, name),
      env: async (home) => await freshVariables(engine, home),
      actionEnv: cache.variables("v2"),
    };
  };
  const standIns = {
    "actions/checkout": checkoutOf(repository),
    "docker/login-action": loginTo(registry.host),
  };
  const removeImages = async (...names: readonly string[]): Promise<void> =>
    await removeFrom(all.list, names);
  const seen = { locked: registry.host, asked: registry.asked };
  return { ...all, ...seen, dir, machine, standIns, removeImages };
}

async function removeFrom(list: readonly TestEngine[], images: readonly string[]): Promise<void> {
  for (const engine of list) {
    const env = { ...process.env, ...engineVariables(engine) };
    await promisify(execFile)("docker", ["image", "rm", "--force", ...images], { env });
  }
}

/** Of a job on a machine where nobody has logged in. */
async function freshVariables(engine: TestEngine, home: string): Promise<Record<string, string>> {
  const dockerConfig = join(home, "docker");
  await mkdir(dockerConfig);
  await symlink(join(engine.dockerConfig, "cli-plugins"), join(dockerConfig, "cli-plugins"));
  return engineVariables({ ...engine, dockerConfig });
}

function checkoutOf(repository: string): StandIn {
  return async ({ workspace, with: given }) => {
    if (given["persist-credentials"] !== "false") throw new Error("credentials would persist");
    await cp(repository, workspace, { recursive: true });
    return {};
  };
}

/** docker/login-action is a `docker login`; without a registry it is Docker Hub, for which ours stands. */
function loginTo(hub: string): StandIn {
  return async ({ with: given, env }) => {
    const { registry = hub, username = "", password = "" } = given;
    const login = promisify(execFile)(
      "docker",
      ["login", "--username", username, "--password-stdin", registry],
      { env: { ...process.env, ...env } },
    );
    login.child.stdin?.end(password);
    await login;
    return {};
  };
}
