/** A case that any action which builds and pushes can be tried with, and what cases are made of. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ActionRun } from "../../__tests__/support/runner.ts";
import type { Contender, Ground } from "./contenders.ts";

export interface Case {
  /** Name of a list of faults. */
  readonly list: string;
  readonly name: string;
  /** Whether the contender did what it has to. */
  readonly right: (who: Contender, ground: Ground) => Promise<boolean>;
}

let number = 0;

/** A context with these files, and a tag in the registry that nobody has used. */
export function fresh(
  { registry, dir }: Ground,
  files: Files,
): { readonly tag: string; readonly context: string } {
  number += 1;
  const context = join(dir, `context-${number}`);
  mkdirSync(context, { recursive: true });
  for (const [name, data] of Object.entries(files))
    writeFileSync(join(context, name), data, { mode: 0o755 });
  return { tag: `${registry}/compared/${process.pid}-${number}:1`, context };
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Whether it failed by itself, and in time. */
export const failed = (run: ActionRun): boolean => !run.succeeded && !run.timedOut;
