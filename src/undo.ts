/** Takes back what the run made on the machine; what was there before stays. */

import { rm } from "node:fs/promises";
import { unregister } from "./binfmt/unregister.ts";
import { listImages, removeImage } from "./engine/images.ts";
import { removeByLabel } from "./engine/labelled.ts";
import { removeBuilder } from "./image/builder.ts";
import type { Job } from "./job.ts";
import { log } from "./runner/log.ts";

/**
 * Undoes everything that the ledger tells, each thing by itself, so that one failure keeps none of
 * the others from being undone. Never throws: what is left is a warning that names it.
 */
export async function undo(job: Job): Promise<void> {
  const { handlers, mounted, images, builder, keep, temp } = job.ledger.current();
  const containers = removeByLabel(job.engine, `anyarch.job=${job.id}`).then(({ failures }) => {
    for (const { message } of failures) log.warning(message);
  });
  await Promise.all([
    attempt("containers", async () => await containers),
    attempt("builder", async () => {
      if (builder) await removeBuilder(job.id);
    }),
    attempt("handlers", async () => {
      if (handlers !== "none" && !keep)
        await unregister(job, { here: handlers === "here", mounted });
    }),
    attempt("temporary files", () => rm(temp, { recursive: true, force: true })),
  ]);
  if (images) await attempt("images", () => removeImages(job));
  await Promise.all(job.pending);
}

/** Images carry the job's id in their name; the registrar's may be made anew by `unregister`. */
async function removeImages(job: Job): Promise<void> {
  const names = await listImages(job.engine, `anyarch.local/${job.id}/*`);
  await Promise.all(names.map((name) => removeImage(job.engine, name)));
}

async function attempt(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warning(`Could not undo this job's ${what}: ${reason}`);
  }
}
