/** Other actions' bundled entries, timed like ours, where `BENCH_PEERS` names checkouts of them. */

import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { readAction } from "../../__tests__/support/runner/action-yml.ts";
import { Failure } from "../../src/failure.ts";
import type { Subject } from "./measure.ts";
import { entry, mainAndPost, type Place } from "./subjects.ts";

export interface Peers {
  /** Names of the main entries among `subjects`. */
  readonly names: readonly string[];
  readonly subjects: readonly Subject[];
}

/** Each folder of `$BENCH_PEERS` that is an action and runs here with `inputs`; others are told. */
export async function peers(
  place: Place,
  inputs: Readonly<Record<string, string>>,
  print: (text: string) => void,
): Promise<Peers> {
  const parent = process.env.BENCH_PEERS ?? "";
  const names: string[] = [];
  const subjects: Subject[] = [];
  for (const name of parent === "" ? [] : readdirSync(resolve(parent)).sort()) {
    const action = join(resolve(parent), name);
    const obstacle = await obstacleOf(place, action, inputs);
    if (obstacle !== undefined) {
      print(`peer ${name}: not runnable, ${obstacle}`);
      continue;
    }
    names.push(name);
    const given = await known(action, inputs);
    subjects.push(...mainAndPost(place, { main: name, post: `${name}, post` }, given));
  }
  return { names, subjects };
}

/** Why it cannot be timed: no action, no bundle, or it fails. */
async function obstacleOf(
  place: Place,
  action: string,
  inputs: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  if (!existsSync(join(action, "action.yml"))) return "no action.yml in it";
  try {
    const { main } = await readAction(action);
    if (!existsSync(join(action, main))) return `no ${main} in it`;
    await entry(place, await known(action, inputs));
    return undefined;
  } catch (error) {
    const said = error instanceof Failure ? error.parts.command?.stderr : undefined;
    return said?.split("\n").findLast((line) => /error/i.test(line)) ?? String(error);
  }
}

/** The inputs that this action has. */
async function known(action: string, inputs: Readonly<Record<string, string>>) {
  const { defaults } = await readAction(action);
  const own = Object.entries(inputs).filter(([name]) => name in defaults);
  return { action, with: Object.fromEntries(own) };
}
