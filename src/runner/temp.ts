/** Makes folders for this run where the runner wants temporary files. */

import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../failure.ts";

/** Where temporary files go; a runner has one such folder, whichever job it runs. */
export function tempFolder(): string {
  return process.env.RUNNER_TEMP || tmpdir();
}

/**
 * Makes an empty folder `<prefix><6 random characters>`, mode 0700, in `RUNNER_TEMP` (the runner
 * empties it after the job) or the system's own folder. Whoever made it removes it.
 */
export async function makeTemp(prefix: string): Promise<string> {
  const parent = tempFolder();
  try {
    return await mkdtemp(join(parent, prefix));
  } catch (cause) {
    const what = "no temporary folder could be made";
    throw new Failure({ what, seen: parent, expected: "a folder we may write to" }, { cause });
  }
}
