/** Hands values from the main entry to the post entry of the same step. */

import * as core from "@actions/core";
import { written } from "./output.ts";

/** Saves `value` under `name` for the post entry. */
export function saveState(name: string, value: string): void {
  written("state", () => core.saveState(name, value));
}

/** What the main entry saved under `name`; undefined where it saved nothing, or an empty value. */
export function stateOf(name: string): string | undefined {
  const value = core.getState(name);
  return value === "" ? undefined : value;
}
