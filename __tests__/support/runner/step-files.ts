/** The files a step writes its outputs, state, variables, paths and summary to. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FILES } from "./environment.ts";
import { keyValues } from "./key-values.ts";
import type { Obedience } from "./obey.ts";
import { hidden } from "./obeyed.ts";

/** actions/runner, src/Runner.Worker/FileCommandManager.cs; in bytes. */
const SUMMARY_LIMIT = 1024 * 1024;

type File = (typeof FILES)[number];

export interface StepFiles {
  /** Variables and paths for the steps after this one. */
  readonly variables: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
  /** The job summary, masked; empty where it was over 1 MiB, which the runner drops whole. */
  readonly summary: string;
}

export async function makeFiles(folder: string): Promise<void> {
  for (const name of FILES) await writeFile(join(folder, name), "");
}

/** Reads what the step wrote; outputs and state are added to those set by commands. */
export async function readFiles(folder: string, obedience: Obedience): Promise<StepFiles> {
  const text = async (name: File): Promise<string> =>
    await readFile(join(folder, name), "utf8").catch(() => "");
  const pairs = async (name: File): Promise<Record<string, string>> => {
    const values = {};
    try {
      keyValues(await text(name), values);
    } catch (error) {
      obedience.refuse(`Unable to process file command '${name.toLowerCase()}': ${String(error)}`);
    }
    return values;
  };
  Object.assign(obedience.seen.outputs, await pairs("OUTPUT"));
  Object.assign(obedience.seen.state, await pairs("STATE"));
  const summary = await text("STEP_SUMMARY");
  const dropped = Buffer.byteLength(summary) > SUMMARY_LIMIT;
  if (dropped) obedience.refuse("$GITHUB_STEP_SUMMARY upload aborted, over 1024k", false);
  return {
    variables: await pairs("ENV"),
    paths: (await text("PATH")).split("\n").filter((line) => line !== ""),
    summary: dropped ? "" : hidden(summary, obedience.seen.masks),
  };
}
