/** Other actions' bundled entries, timed like ours, where `BENCH_PEERS` names checkouts of them. */

import { existsSync, readdirSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readAction } from "../../__tests__/support/runner/action-yml.ts";
import { Failure } from "../../src/failure.ts";
import type { Subject } from "./measure.ts";
import { entry, mainAndPost, type Place } from "./subjects.ts";

/** Where the kernel lists handlers. */
const MISC = "/proc/sys/fs/binfmt_misc";

export interface Peers {
  /** Names of the main entries among `subjects`. */
  readonly names: readonly string[];
  /** Those that only emulate, as docker/setup-qemu-action. */
  readonly setups: readonly string[];
  readonly subjects: readonly Subject[];
}

/** Each folder of `$BENCH_PEERS` that is an action and runs here with `inputs`; others are told. */
export async function peers(
  place: Place,
  inputs: Readonly<Record<string, string>>,
  print: (text: string) => void,
): Promise<Peers> {
  const parent = process.env.BENCH_PEERS ?? "";
  const before = await readdir(MISC);
  const names: string[] = [];
  const setups: string[] = [];
  const subjects: Subject[] = [];
  for (const name of parent === "" ? [] : readdirSync(resolve(parent)).sort()) {
    const action = join(resolve(parent), name);
    // A builder that one makes current is nobody else's.
    const own = { ...place, env: { ...place.env, BUILDX_CONFIG: join(place.folder, name) } };
    const obstacle = await obstacleOf(own, action, inputs);
    if (obstacle !== undefined) {
      print(`peer ${name}: not runnable, ${obstacle}`);
      continue;
    }
    const given = await known(action, inputs);
    const emulates = "cache-image" in given.with;
    (emulates ? setups : names).push(name);
    const [main, post] = mainAndPost(own, { main: name, post: `${name}, post` }, given);
    subjects.push(emulates ? withoutTraces(main, before) : main, post);
  }
  await removeHandlers(before);
  return { names, setups, subjects };
}

/** Its handlers would stay, and be found by the next run. */
function withoutTraces(subject: Subject, before: readonly string[]): Subject {
  const run = async (): Promise<number> => {
    const ms = await subject.run();
    await removeHandlers(before);
    return ms;
  };
  return { ...subject, run };
}

/** Removes the handlers that were not there before. */
async function removeHandlers(before: readonly string[]): Promise<void> {
  const names = (await readdir(MISC)).filter(
    (name) => /^qemu-/.test(name) && !before.includes(name),
  );
  for (const name of names) await writeFile(join(MISC, name), "-1");
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
