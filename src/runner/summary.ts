/** Writes the job summary. */

import { appendFileSync } from "node:fs";
import { log } from "./log.ts";

/**
 * Appends `markdown` to this step's summary; nothing where the runner has none, or where
 * `DOCKER_BUILD_SUMMARY` is false.
 *
 * Not through `core.summary`: it is one more module that keeps a buffer, for one append.
 * A summary that cannot be written (disk full) is a warning: the work itself is done.
 */
export function writeSummary(markdown: string): void {
  const file = process.env.GITHUB_STEP_SUMMARY ?? "";
  if (file === "" || /^(?:0|f|false)$/i.test(process.env.DOCKER_BUILD_SUMMARY ?? "")) return;
  try {
    appendFileSync(file, markdown);
  } catch (error) {
    log.warning(`The job summary could not be written: ${String(error)}`);
  }
}
