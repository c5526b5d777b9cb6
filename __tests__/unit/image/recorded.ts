/** Recorded error outputs of `docker buildx build --progress rawjson` (buildx 0.29, Engine 28.5). */

import { readFile } from "node:fs/promises";
import { parseProgress } from "../../../src/image/build/progress.ts";
import { BuildSteps } from "../../../src/image/build/steps.ts";
import type { StepEvent } from "../../../src/image/build/steps-event.ts";

export interface Replayed {
  readonly steps: BuildSteps;
  readonly events: readonly StepEvent[];
  /** The lines that were no progress. */
  readonly text: string;
}

/** Plays a recording through the parser and the steps. */
export async function replay(name: string): Promise<Replayed> {
  const recorded = await readFile(new URL(`recorded/${name}.txt`, import.meta.url), "utf8");
  const steps = new BuildSteps();
  const events: StepEvent[] = [];
  const text: string[] = [];
  for (const line of recorded.trimEnd().split("\n")) {
    const progress = parseProgress(line);
    if (progress === undefined) text.push(line);
    else events.push(...steps.add(progress, 0));
  }
  return { steps, events, text: text.join("\n") };
}
