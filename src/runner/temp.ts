/** Makes folders for this run where the runner wants temporary files. */

import { mkdirSync } from "node:fs";
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
    const fix = 'ls -ld "$RUNNER_TEMP"; df -h "$RUNNER_TEMP"   # in an earlier step';
    throw new Failure({ what, seen: parent, expected: "a folder we may write to", fix }, { cause });
  }
}

/**
 * Makes a folder and those above it that are missing. Of Node's calls it is the one that tells of a
 * full disk: Node 20's `mkdir` of promises says that the folder above is not there.
 */
export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true });
}
