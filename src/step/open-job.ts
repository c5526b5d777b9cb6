/** Opens a run: connects to the engine and makes what it needs before anything else. */

import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deadStateFolder } from "../engine/buildx/state.ts";
import { connectEngine } from "../engine/connection/connection.ts";
import type { Engine } from "../engine/engine.ts";
import type { RegistrationInputs } from "../inputs/inputs.ts";
import type { HostJob, Job } from "../job/job.ts";
import { jobIdAt } from "../job/job-id.ts";
import { type LedgerBook, openLedger } from "../job/ledger.ts";
import { environment, setVariable } from "../runner/env.ts";
import { log } from "../runner/log.ts";
import { removeMark, setMark, whereabouts } from "../runner/marks.ts";
import { saveState } from "../runner/state.ts";
import { makeTemp, tempFolder } from "../runner/temp.ts";
import { mayWriteCache } from "../runner/trust.ts";

/** Name of the saved state that post reads. */
export const STATE = "ledger";

/**
 * @param signal aborted when the job is cancelled
 * @throws Failure when the engine does not answer; then nothing was made
 */
export async function openJob(
  inputs: { readonly registration: RegistrationInputs },
  signal: AbortSignal,
): Promise<Job> {
  const engine = await connectEngine(environment(), signal);
  const job = { ...(await openHostJob(engine, inputs.registration.keep, signal)), engine };
  const dead = await deadStateFolder(environment());
  if (dead !== undefined) {
    log.info(`${dead} cannot be written to: buildx gets a folder of this run's own for its state`);
    setVariable("BUILDX_CONFIG", join(job.temp, "buildx"));
  }
  return job;
}

/** As `openJob`, with the engine that was found, or none; `keep` leaves the handlers after the job. */
export async function openHostJob(
  engine: Engine | undefined,
  keep: boolean,
  signal: AbortSignal,
): Promise<HostJob> {
  const here = await whereabouts(tempFolder());
  const random = randomBytes(4).toString("hex");
  const id = jobIdAt(Date.now(), { ...here, random, kept: keep });
  const temp = await makeTemp(`${id}-`);
  const ledger = await opened({ jobId: id, temp, keep });
  return { id, temp, engine, signal, trusted: mayWriteCache(environment()), ledger, pending: [] };
}

/** Marks the run as living and opens its ledger; where that fails nothing is left behind. */
async function opened(first: Parameters<typeof openLedger>[0]): Promise<LedgerBook> {
  const { jobId, temp } = first;
  try {
    await setMark(dirname(temp), jobId);
    return openLedger(first, (text) => saveState(STATE, text));
  } catch (error) {
    await rm(temp, { recursive: true, force: true });
    await removeMark(dirname(temp), jobId);
    throw error;
  }
}
