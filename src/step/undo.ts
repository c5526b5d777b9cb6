/** Takes back what the run made on the machine; what was there before stays. */

import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { unregister } from "../binfmt/unregister.ts";
import { unregisterHost } from "../binfmt/unregister-host.ts";
import { dropImage } from "../engine/images/images.ts";
import { unmarkPulled } from "../engine/images/pulled-mark.ts";
import { Failure, sentence } from "../failure.ts";
import { removeBuilders } from "../image/builder/builder.ts";
import { type HostJob, hasEngine, type Job } from "../job/job.ts";
import type { Ledger } from "../job/ledger.ts";
import { removeContainersOf, removeImagesOf } from "../phase/emulate/left-in-engine.ts";
import { byHand, type Undone } from "../report/by-hand.ts";
import { orAborted } from "../runner/abortable.ts";
import { endChildren } from "../runner/children.ts";
import { environment } from "../runner/env.ts";
import { log } from "../runner/log.ts";
import { removeMark } from "../runner/marks.ts";

/** Milliseconds that handlers wait for an engine that stands still to remove the containers. */
const PATIENCE = 2_000;
/** Milliseconds for programs that were undoing to end, after the time is up. */
const GRACE = 300;

interface Undoing extends HostJob {
  /** Whether nothing in the job tries again: then what is left is worth a warning. */
  readonly last: boolean;
}

/**
 * Undoes everything that the ledger tells, each thing by itself, so that one failure keeps none of
 * the others from being undone, until `job.signal` is aborted; then its programs are ended too. Never
 * throws: what is left is told, in the end with how it goes by hand, and false is the result.
 */
export async function undo(job: Undoing): Promise<boolean> {
  const undone = await undoAll(job);
  if (!undone && job.signal.aborted) await endChildren(GRACE);
  return undone;
}

async function undoAll(job: Undoing): Promise<boolean> {
  const { handlers, images, pulled, builder, temp } = job.ledger.current();
  const attempt = (what: Undone, work: () => Promise<unknown>): Promise<boolean> =>
    attempted(job, what, () => orAborted(work(), job.signal));
  const containers = attempt("containers", async () => {
    if (hasEngine(job)) await removeContainersOf(job.engine, job.id);
  });
  const done = await Promise.all([
    containers,
    attempt("builder", async () => {
      if (builder) await removeBuilders(job.id, { env: environment(), again: true });
    }),
    attempt("handlers", async () => {
      // The container that unregisters bears the job's label too.
      await Promise.race([containers, sleep(PATIENCE, undefined, { ref: false })]);
      const request = goingHandlers(job.ledger.current());
      if (request.names.length === 0) return;
      if (handlers === "host") await unregisterHost(request);
      else if (hasEngine(job)) await unregister(job, { ...request, here: handlers === "here" });
    }),
    attempt("temporary files", () => rm(temp, { recursive: true, force: true })),
  ]);
  // Before the images: one may still be on its way into the engine.
  if (job.pending.length > 0) {
    done.push(await attempt("work under way", () => Promise.all(job.pending)));
  }
  if (pulled !== undefined && hasEngine(job)) {
    done.push(await attempt("image", () => removePulled(job, pulled)));
  }
  if (images && hasEngine(job)) {
    done.push(await attempt("images", () => removeImagesOf(job.engine, job.id)));
  }
  // While something is left it is this job's still: post tries again.
  if (done.includes(false)) return false;
  return await attempted(job, "mark", () => removeMark(dirname(temp), job.id));
}

/** All of this job's, or with `keep` those that it took the place of. */
function goingHandlers({ jobId, handlers, keep, superseded = [], mounted }: Ledger) {
  if (handlers === "none") return { names: [], mounted: false };
  return keep ? { names: superseded, mounted: false } : { names: [`${jobId}-*`], mounted };
}

async function removePulled(job: Job, ref: string): Promise<void> {
  await unmarkPulled(job.engine, job.id, ref);
  const failure = await dropImage(job.engine, ref);
  if (failure !== undefined) throw failure;
}

async function attempted(
  { ledger, last }: Undoing,
  what: Undone,
  work: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const told = `Could not undo this job's ${what}: ${sentence(error)}`;
    const fix = error instanceof Failure ? error.parts.fix : undefined;
    const command = byHand(what, ledger.current(), fix);
    const cure = command === undefined ? "" : `; the next run of this runner does, or: ${command}`;
    if (last) log.warning(`${told}${cure}`);
    else log.info(`${told}; the post step tries again`);
    return false;
  }
}
