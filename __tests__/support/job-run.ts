/** Runs the bundled action as one job: main, then post, with what it started and what it left. */

import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, ROOT, usualInputs } from "./action.ts";
import { type ActionRun, type RunOptions, runAction } from "./runner.ts";
import { changed, type Traces, traces } from "./traces.ts";

export interface JobRun {
  readonly main: ActionRun;
  readonly post: ActionRun;
  /** Arguments of every `docker` that main started. */
  readonly calls: readonly (readonly string[])[];
  /** What main left on the machine for the steps after it: lines of `changed`, but for its mark. */
  readonly left: readonly string[];
}

/** `cancel` is for main alone. */
export interface JobOptions extends Partial<Omit<RunOptions, "with" | "state" | "entry">> {
  /** What happens between main and post. */
  readonly between?: (main: ActionRun) => Promise<void>;
  /** Changes that are to stay after post, as `changed` tells them. */
  readonly stays?: readonly string[];
}

/**
 * Runs main with `inputs`, and post with what main saved; asserts that post succeeds without a word
 * and that the machine is as before. `usualInputs` are given unless `inputs` says otherwise;
 * another action gets `inputs` alone.
 */
export async function runJob(
  bench: Bench,
  inputs: Readonly<Record<string, string>>,
  options: JobOptions = {},
): Promise<JobRun> {
  const { between, stays = [], cancel, ...runOptions } = options;
  const before = await traces(bench);
  const recorder = await recordingDocker(bench);
  const common = {
    action: ROOT,
    temp: join(bench.dir, "temp"),
    toolCache: join(bench.dir, "tools"),
    ...runOptions,
    env: { ...bench.env, PATH: `${recorder.path}:${bench.env.PATH ?? ""}`, ...options.env },
  };
  const given = options.action === undefined ? { ...usualInputs(bench), ...inputs } : inputs;
  const main = await runAction({ ...common, with: given, cancel });
  const calls = await recorder.calls();
  const seen = changed(before, await traces(bench), jobIdOf(main));
  const left = seen.filter((line) => !line.endsWith(".mark"));
  let post: ActionRun | undefined;
  try {
    await between?.(main);
  } finally {
    post = await runAction({ ...common, entry: "post", state: main.state });
  }
  await assertUndone(bench, { main, post, before, stays });
  return { main, post, calls, left };
}

async function assertUndone(
  bench: Bench,
  run: { main: ActionRun; post: ActionRun; before: Traces; stays: readonly string[] },
): Promise<void> {
  const { main, post } = run;
  const after = changed(run.before, await traces(bench), jobIdOf(main));
  assert.deepEqual(after, [...run.stays].sort(), `left behind by:\n${main.log}\n${post.log}`);
  assert.deepEqual([post.exitCode, post.log, post.stderr], [0, "", ""]);
  // The runner itself ends what a step leaves that it had to kill.
  const orphans = main.signal === "SIGKILL" ? [] : main.orphans;
  assert.deepEqual([...orphans, ...post.orphans], []);
  assert.equal(main.stderr, "");
}

/** The id under which main's things are, out of what it saved; undefined: it made nothing. */
function jobIdOf({ state }: ActionRun): string | undefined {
  const ledger: { readonly jobId?: string } = JSON.parse(state.ledger ?? "{}");
  return ledger.jobId;
}

/** A `docker` for the front of PATH that writes down its arguments and becomes the real one. */
export async function recordingDocker({ dir, engine }: Pick<Bench, "dir" | "engine">) {
  const path = join(dir, "recording-docker");
  const records = join(path, "calls");
  await mkdir(records, { recursive: true });
  for (const old of await readdir(records)) await writeFile(join(records, old), "");
  const lines = [
    "#!/bin/sh",
    `printf '%s\\0' "$@" >'${records}'/$$`,
    `exec '${join(engine.path, "docker")}' "$@"`,
  ];
  await writeFile(join(path, "docker"), `${lines.join("\n")}\n`, { mode: 0o755 });
  const calls = async (): Promise<string[][]> => {
    const texts = (await readdir(records)).map((name) => readFile(join(records, name), "utf8"));
    return (await Promise.all(texts))
      .filter((text) => text !== "")
      .map((text) => text.split("\0").slice(0, -1));
  };
  return { path, calls };
}

/** Asserts that it failed, before any build, and that main itself left nothing. */
export function assertFailedEarly({ main, calls, left }: JobRun): void {
  assert.equal(main.exitCode, 1, main.log);
  assert.deepEqual(builds(calls), [], main.log);
  assert.deepEqual(left, []);
}

/** Those of `calls` that are builds. */
export function builds(calls: JobRun["calls"]): JobRun["calls"] {
  return calls.filter((args) => args[0] === "buildx" && args[1] === "build");
}

/** The text of the one error annotation. */
export function errorOf({ main }: JobRun): string {
  const errors = main.annotations.filter(({ level }) => level === "error");
  assert.equal(errors.length, 1, main.log);
  return errors.map(({ message }) => message).join("");
}
