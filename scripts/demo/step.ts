/** Runs one entry of the bundled action as a runner does, and shows its log as it comes. */

import { join, resolve } from "node:path";
import { type ActionRun, type RunOptions, runAction } from "../../__tests__/support/runner.ts";
import { rigPaths } from "../rig/paths.ts";
import type { Machine } from "./machine.ts";

const checkout = resolve(import.meta.dirname, "../..");
const { state } = rigPaths();
/** Folders of the demo. */
export const places = {
  /** Removed at the end, with the next two in it. */
  demo: join(state, "demo"),
  /** Outlives the demo, as the tool cache of a runner does. */
  toolCache: join(state, "tool-cache"),
  temp: join(state, "demo/runner-temp"),
  tmp: join(state, "demo/tmp"),
};

/** Prints what others said, apart from what the demo says. */
export const indented = (text: string): void => console.log(text.trimEnd().replace(/^/gm, "   | "));

/** Plays the runner for one entry of the bundled action; its log is printed as it comes. */
export async function runStep(
  machine: Machine,
  entry: "main" | "post",
  options: Pick<RunOptions, "with" | "state">,
): Promise<ActionRun> {
  const env = { ...machine.env, TMPDIR: places.tmp };
  const { temp, toolCache } = places;
  // post runs after a cancel too, as on a runner
  const cancel = entry === "main" ? { abort: machine.interrupted } : {};
  const common = {
    cancel,
    action: checkout,
    dir: checkout,
    temp,
    toolCache,
    env,
    limitMs: 900_000,
  };
  const run = await runAction({ ...common, ...options, entry, onLog: indented });
  if (!run.succeeded) console.log(`   the ${entry} entry failed (exit code ${run.exitCode})`);
  return run;
}
