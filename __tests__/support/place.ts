/** A machine without an engine for the set-up step: a namespace whose binfmt_misc is its own. */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { architectures } from "../../src/platform/architecture.ts";
import { programIn } from "./faults.ts";
import { type Namespace, openNamespace } from "./namespace.ts";
import { type ActionRun, type RunOptions, runAction } from "./runner.ts";

const ROOT = resolve(import.meta.dirname, "../..");
export const QEMU = process.env.ANYARCH_QEMU ?? "";
export const MISC = "/proc/sys/fs/binfmt_misc";
export const MOUNT = `mount -t binfmt_misc binfmt_misc ${MISC}`;

type Inputs = Readonly<Record<string, string>>;

export interface Place {
  readonly namespace: Namespace;
  readonly folder: string;
  /** A static arm64 program that prints its machine. */
  readonly program: string;
  /** Names of the handlers. */
  handlers(): string[];
  main(inputs: Inputs, options?: Partial<RunOptions>): Promise<ActionRun>;
  post(main: ActionRun, options?: Partial<RunOptions>): Promise<ActionRun>;
}

/** A runner on a place: it has a temporary folder, which every job of it gets. */
export interface Runner {
  main(inputs: Inputs, options?: Partial<RunOptions>): Promise<ActionRun>;
  post(main: ActionRun, options?: Partial<RunOptions>): Promise<ActionRun>;
  /** What the real runner does between two jobs: empties that folder. */
  nextJob(): Promise<void>;
}

export async function place(t: Pick<TestContext, "after">): Promise<Place> {
  const namespace = await openNamespace(process.execPath);
  const folder = await mkdtemp(join(tmpdir(), "setup-kernel-"));
  t.after(async () => {
    await namespace.close();
    await rm(folder, { recursive: true, force: true });
  });
  const program = join(folder, "program");
  const probe = architectures.find(({ target }) => target === "aarch64")?.probe ?? "";
  await writeFile(program, Buffer.from(probe, "base64"), { mode: 0o755 });
  const common = {
    action: join(ROOT, "setup"),
    node: namespace.node,
    toolCache: join(folder, "tools"),
  };
  const none = {
    DOCKER_HOST: undefined,
    DOCKER_CONTEXT: undefined,
    DOCKER_CONFIG: folder,
    XDG_CACHE_HOME: join(folder, "cache"),
  };
  const run = async (given: Partial<RunOptions> = {}): Promise<ActionRun> =>
    await runAction({ ...common, ...given, env: { ...none, ...given.env } });
  return {
    namespace,
    folder,
    program,
    handlers: () =>
      namespace.sh(`cd ${MISC} && ls -I register -I status`).split("\n").filter(Boolean),
    main: async (inputs, options) => await run({ ...options, with: { emulator: QEMU, ...inputs } }),
    post: async ({ state }, options) => await run({ ...options, entry: "post", state }),
  };
}

/** A runner of its own, called `name`, that uses the place. */
export async function runnerOn({ folder, main, post }: Place, name: string): Promise<Runner> {
  const temp = join(folder, name);
  await mkdir(temp);
  return {
    main: async (inputs, options) => await main(inputs, { ...options, temp }),
    post: async (run, options) => await post(run, { ...options, temp }),
    nextJob: async () => {
      for (const left of await readdir(temp)) await rm(join(temp, left), { recursive: true });
    },
  };
}

/** The environment in which `lines` run right after handlers were registered, before anything else. */
export async function disturbing(
  { folder }: Place,
  lines: string,
): Promise<Readonly<Record<string, string>>> {
  const after = `[ "$4" != register ] || { ${lines}; }`;
  // Called as `sh -c SCRIPT sh ACTION …`.
  const bin = await programIn(folder, "sh", `/bin/sh "$@"; rc=$?; ${after}; exit $rc`);
  return { PATH: `${bin}:${process.env.PATH}` };
}

/** What a person reads of why it failed. */
export const errorOf = ({ annotations }: ActionRun): string =>
  annotations.flatMap(({ level, message }) => (level === "error" ? [message] : [])).join("\n");

/** Post succeeded without a word. */
export function assertQuiet({ exitCode, log, stderr }: ActionRun): void {
  assert.deepEqual([exitCode, log, stderr], [0, "", ""]);
}
