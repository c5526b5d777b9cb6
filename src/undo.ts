/** Takes back what the run made on the machine; what was there before stays. */

import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { unregister } from "./binfmt/unregister.ts";
import { unregisterHost } from "./binfmt/unregister-host.ts";
import { dropImage } from "./engine/images.ts";
import { removeBuilders } from "./image/builder.ts";
import { type HostJob, hasEngine, type Job } from "./job.ts";
import type { Ledger } from "./ledger.ts";
import { removeContainersOf, removeImagesOf } from "./phase/left-in-engine.ts";
import { orAborted } from "./runner/abortable.ts";
import { environment } from "./runner/env.ts";
import { log } from "./runner/log.ts";
import { removeMark } from "./runner/marks.ts";

/**
 * Undoes everything that the ledger tells, each thing by itself, so that one failure keeps none of
 * the others from being undone, until `job.signal` is aborted. Never throws: what is left is a
 * warning that names it, and false is the result.
 */
export async function undo(job: HostJob): Promise<boolean> {
  const { handlers, images, pulled, builder, temp } = job.ledger.current();
  const attempt = (what: string, work: () => Promise<unknown>): Promise<boolean> =>
    attempted(what, () => orAborted(work(), job.signal));
  const containers = attempt("containers", async () => {
    if (hasEngine(job)) await removeContainersOf(job.engine, job.id);
  });
  const done = await Promise.all([
    containers,
    attempt("builder", async () => {
      if (builder) await removeBuilders(job.id, environment());
    }),
    attempt("handlers", async () => {
      // The container that unregisters bears the job's label too.
      await containers;
      const request = goingHandlers(job.ledger.current());
      if (request.names.length === 0) return;
      if (handlers === "host") await unregisterHost(request);
      else if (hasEngine(job)) await unregister(job, { ...request, here: handlers === "here" });
    }),
    attempt("temporary files", () => rm(temp, { recursive: true, force: true })),
  ]);
  // Before the images: one may still be on its way into the engine.
  done.push(await attempt("work under way", () => Promise.all(job.pending)));
  if (pulled !== undefined && hasEngine(job)) {
    done.push(await attempt("image", () => removePulled(job, pulled)));
  }
  if (images && hasEngine(job)) {
    done.push(await attempt("images", () => removeImagesOf(job.engine, job.id)));
  }
  // While something is left it is this job's still: post tries again.
  if (done.includes(false)) return false;
  return await attempted("mark", () => removeMark(dirname(temp), job.id));
}

/** All of this job's, or with `keep` those that it took the place of. */
function goingHandlers({ jobId, handlers, keep, superseded = [], mounted }: Ledger) {
  if (handlers === "none") return { names: [], mounted: false };
  return keep ? { names: superseded, mounted: false } : { names: [`${jobId}-*`], mounted };
}

async function removePulled(job: Job, ref: string): Promise<void> {
  const failure = await dropImage(job.engine, ref);
  if (failure !== undefined) throw failure;
}

async function attempted(what: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warning(`Could not undo this job's ${what}: ${reason}`);
    return false;
  }
}
