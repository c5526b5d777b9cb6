/** Ends a run that failed or was cancelled, and tidies one that succeeded. */

import { rm } from "node:fs/promises";
import { listImages, removeImage } from "./engine/images.ts";
import type { Job } from "./job.ts";
import { endChildren } from "./runner/children.ts";
import { undo } from "./undo.ts";

/** Of the 7.5 s that the runner gives after its first signal: for programs to end, and to undo. */
const GRACE = 1_500;
const LIMIT = 5_000;

/** Ends every program of this run, then undoes all that it made; post has nothing left to do. */
export async function takeBack(job: Job): Promise<void> {
  await endChildren(GRACE);
  // The run's own signal may be aborted; undoing has a limit of its own.
  await undo({ ...job, signal: AbortSignal.timeout(LIMIT) });
  job.ledger.note({ undone: true });
}

/** Removes what only the run itself needed; handlers and their builder stay until post. */
export async function tidy(job: Job): Promise<void> {
  const candidates = await listImages(job.engine, `anyarch.local/${job.id}/candidate`);
  await Promise.all([
    ...candidates.map((name) => removeImage(job.engine, name)),
    rm(job.temp, { recursive: true, force: true }),
    ...job.pending,
  ]);
}
