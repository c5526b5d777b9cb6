/** Writes the job summary. */

import { appendFileSync, statSync, truncateSync } from "node:fs";
import { log } from "./log.ts";

/** GitHub drops a step's summary whole where it is larger than 1 MiB; this leaves room. */
const LIMIT = 1_000_000;

/** Empty where the runner has none, or where `DOCKER_BUILD_SUMMARY` is false. */
function summaryFile(): string {
  const wanted = !/^(?:0|f|false)$/i.test(process.env.DOCKER_BUILD_SUMMARY ?? "");
  return wanted ? (process.env.GITHUB_STEP_SUMMARY ?? "") : "";
}

/** Bytes that GitHub takes of this step's summary besides what is in it already. */
export function summaryRoom(): number {
  return Math.max(0, LIMIT - sizeOf(summaryFile()));
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Appends `markdown` to this step's summary, all or nothing.
 *
 * Not through `core.summary`: it is one more module that keeps a buffer, for one append.
 * A summary that cannot be written (disk full) is a warning: the work itself is done.
 */
export function writeSummary(markdown: string): void {
  const file = summaryFile();
  if (file === "") return;
  const before = sizeOf(file);
  try {
    if (markdown === "") throw new Error(`${before} bytes are in it already`);
    appendFileSync(file, markdown);
  } catch (error) {
    log.warning(`The job summary could not be written: ${String(error)}`);
    if (sizeOf(file) > before) truncateSync(file, before);
  }
}
