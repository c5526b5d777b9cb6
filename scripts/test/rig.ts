/** The real engines of a test run: started beside the first levels, given to the tests, put away. */

import { type Holdings, holdings, type Place } from "./leftovers.ts";

export interface TestRig {
  /** Sets the `ANYARCH_*` variables for the tests; rejects with why the rig did not start. */
  ready(): Promise<void>;
  holdings(): Promise<Holdings>;
  stop(): Promise<void>;
}

/** Starts the rig in the background; what it says is printed by `ready`, and from then on at once. */
export function startTestRig(print: (text: string) => void): TestRig {
  const said: string[] = [];
  let say = (text: string): void => void said.push(text);
  const starting = import("../rig/for-tests.ts").then(
    async ({ rigForTests }) => await rigForTests({ log: (text) => say(text) }),
  );
  starting.catch(() => undefined);
  return {
    ready: async () => {
      for (const text of said.splice(0)) print(text);
      say = print;
      Object.assign(process.env, (await starting).env);
    },
    holdings: async () => await holdings(placesOf((await starting).env)),
    stop: async () => {
      const rig = await starting.catch(() => undefined);
      await rig?.stop();
    },
  };
}

function placesOf(env: Readonly<Record<string, string>>): Place[] {
  const list: unknown = JSON.parse(env.ANYARCH_ENGINES ?? "");
  return (Array.isArray(list) ? list : []).map((engine: unknown) => ({
    name: text(engine, "name"),
    dockerHost: text(engine, "dockerHost"),
    dockerConfig: text(engine, "dockerConfig"),
  }));
}

function text(engine: unknown, key: string): string {
  const value: unknown =
    typeof engine === "object" && engine !== null ? Reflect.get(engine, key) : undefined;
  if (typeof value !== "string") throw new Error(`ANYARCH_ENGINES: ${key} is no text`);
  return value;
}
