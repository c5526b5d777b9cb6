/** Whoever builds and pushes in a comparison: this action, and docker's three actions one after the other. */

import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestEngine, TestEngines } from "../../__tests__/support/engines.ts";
import { type ActionRun, type RunOptions, runAction } from "../../__tests__/support/runner.ts";
import { ROOT } from "../check/check.ts";

export type Inputs = Readonly<Record<string, string>>;

export interface Contender {
  readonly name: string;
  /** One build step, as in a job of its own; `path` goes before PATH. */
  build(inputs: Inputs, path?: string): Promise<ActionRun>;
  /** Makes one index of images of `repository`, by platform; whether it succeeded. */
  merge(tag: string, repository: string, legs: readonly Leg[]): Promise<boolean>;
  /** Ends the job: what post steps do. */
  end(): Promise<void>;
}

/** Platform and digest of an image. */
export type Leg = readonly [platform: string, digest: string];

/** Where their jobs run. */
export interface Ground extends TestEngines {
  readonly dir: string;
  readonly engine: TestEngine;
  /** Variables of the engine. */
  readonly env: Readonly<Record<string, string>>;
  /** The image that docker/setup-qemu-action runs. */
  readonly binfmt: string;
  docker(...args: string[]): Promise<string>;
}

/** No build may take longer, in milliseconds: then it counts as one that hangs. */
const LIMIT = 60_000;
const MISC = "/proc/sys/fs/binfmt_misc";

function common(
  { dir, env }: Ground,
  path = "",
): Pick<RunOptions, "dir" | "temp" | "toolCache" | "env"> {
  const PATH = [path, env.PATH].filter(Boolean).join(":");
  return {
    ...{ dir, temp: join(dir, "temp"), toolCache: join(dir, "tools") },
    env: { ...env, PATH, DOCKER_BUILD_SUMMARY: "false", DOCKER_BUILD_RECORD_UPLOAD: "false" },
  };
}

export function ours(ground: Ground): Contender {
  const build = async (inputs: Inputs, path?: string): Promise<ActionRun> => {
    const { buildkitImage, qemuDir } = ground;
    const given = { "buildkit-image": buildkitImage, emulator: qemuDir, ...inputs };
    const options = { ...common(ground, path), action: ROOT, with: given };
    const main = await runAction({ ...options, limitMs: LIMIT });
    await runAction({ ...options, entry: "post", state: main.state });
    return main;
  };
  const merge = async (tag: string, repository: string, legs: readonly Leg[]): Promise<boolean> => {
    const plan = { id: "7-1-0a1b2c3d", platforms: PLANNED };
    const digests = legs.map(([platform, digest]) =>
      JSON.stringify({ plan: plan.id, attempt: 1, repository, digests: { [platform]: digest } }),
    );
    const given = { plan: JSON.stringify(plan), tags: tag, digests: digests.join("\n") };
    const run = await runAction({ ...common(ground), action: join(ROOT, "merge"), with: given });
    return run.succeeded;
  };
  return { name: "anyarch", build, merge, end: async () => undefined };
}

/** What a merge is to publish. */
export const PLANNED = ["linux/amd64", "linux/arm64"];

const PEERS = ["setup-qemu-action", "setup-buildx-action", "build-push-action"] as const;

/**
 * docker's three, whose checkouts are in `$BENCH_PEERS`: the first two once, the last in each build;
 * they merge as their documentation does. Undefined where one of them is not there.
 */
export async function peers(ground: Ground): Promise<Contender | undefined> {
  const parent = process.env.BENCH_PEERS ?? "";
  const [qemu = "", buildx = "", push = ""] = PEERS.map((name) => join(resolve(parent), name));
  if (parent === "" || ![qemu, buildx, push].every((path) => existsSync(join(path, "action.yml"))))
    return undefined;
  const before = readdirSync(MISC);
  const step = async (action: string, given: Inputs, path?: string): Promise<ActionRun> =>
    await runAction({ ...common(ground, path), action, with: given, limitMs: LIMIT });
  await needed(step(qemu, { image: ground.binfmt, "cache-image": "false" }));
  const options = `image=${ground.buildkitImage}\nnetwork=host`;
  const builder = await needed(step(buildx, { "driver-opts": options, "cache-binary": "false" }));
  const build = async (inputs: Inputs, path?: string): Promise<ActionRun> => {
    const main = await step(push, inputs, path);
    const post = { ...common(ground), action: push, with: inputs, entry: "post" } as const;
    await runAction({ ...post, state: main.state });
    return main;
  };
  const merge = async (tag: string, repository: string, legs: readonly Leg[]): Promise<boolean> => {
    const images = legs.map(([, digest]) => `${repository}@${digest}`);
    const args = ["buildx", "imagetools", "create", "-t", tag, ...images];
    return await ground.docker(...args).then(
      () => true,
      () => false,
    );
  };
  const end = async (): Promise<void> => {
    const post = { ...common(ground), action: buildx, entry: "post" } as const;
    await runAction({ ...post, state: builder.state });
    for (const name of readdirSync(MISC).filter((one) => !before.includes(one)))
      if (name.startsWith("qemu-")) writeFileSync(join(MISC, name), "-1");
  };
  return { name: "peers", build, merge, end };
}

async function needed(running: Promise<ActionRun>): Promise<ActionRun> {
  const run = await running;
  if (!run.succeeded) throw new Error(`a peer does not run here:\n${run.log}\n${run.stderr}`);
  return run;
}
