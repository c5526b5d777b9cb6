/** Opens a run: connects to the engine and makes what it needs before anything else. */

import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { connectEngine } from "./engine/connection.ts";
import type { Inputs } from "./inputs/inputs.ts";
import type { Job } from "./job.ts";
import { jobIdAt, type LedgerBook, openLedger } from "./ledger.ts";
import { environment } from "./runner/env.ts";
import { saveState } from "./runner/state.ts";
import { makeTemp } from "./runner/temp.ts";
import { mayWriteCache } from "./runner/trust.ts";

/** Name of the saved state that post reads. */
export const STATE = "ledger";

/**
 * @param signal aborted when the job is cancelled
 * @throws Failure when the engine does not answer; then nothing was made
 */
export async function openJob(inputs: Inputs, signal: AbortSignal): Promise<Job> {
  const env = environment();
  const engine = await connectEngine(env, signal);
  const id = jobIdAt(Date.now(), randomBytes(4).toString("hex"));
  const temp = await makeTemp(`${id}-`);
  const { keep } = inputs.registration;
  const ledger = await opened({ jobId: id, temp, keep });
  return { id, temp, engine, signal, trusted: mayWriteCache(env), ledger, pending: [] };
}

/** A ledger that cannot be saved leaves nothing behind. */
async function opened(first: Parameters<typeof openLedger>[0]): Promise<LedgerBook> {
  try {
    return openLedger(first, (text) => saveState(STATE, text));
  } catch (error) {
    await rm(first.temp, { recursive: true, force: true });
    throw error;
  }
}
