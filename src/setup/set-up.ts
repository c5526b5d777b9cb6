/** The work of the set-up step: look, obtain, register, prove. */

import { connectEngine, findEngine } from "../engine/connection/connection.ts";
import type { Engine } from "../engine/engine.ts";
import type { SetupInputs } from "../inputs/setup.ts";
import { type HostJob, hasEngine } from "../job/job.ts";
import { sweepEngine } from "../phase/emulate/left-in-engine.ts";
import type { RunRecord } from "../phase/record.ts";
import { environment } from "../runner/env.ts";
import { openHostJob } from "../step/open-job.ts";
import { carryOut } from "../step/take-back.ts";
import { emulateSetup } from "./emulate.ts";
import { lookAround } from "./ground.ts";

export interface SetupTask {
  readonly inputs: SetupInputs;
  /** Gets what was seen, also of a run that fails. */
  readonly record: RunRecord;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
}

/**
 * Emulates what the inputs ask for until post.
 * @throws whatever went wrong, after everything that was made is taken back
 */
export async function performSetup({ inputs, record, signal }: SetupTask): Promise<void> {
  const engine = await engineFor(inputs, signal);
  const job = await openHostJob(engine, inputs.registration.keep, signal);
  await carryOut(job, phases(job, inputs, record));
}

/** On the host itself no engine is asked, even where there is one. */
async function engineFor(
  { registration: { register } }: SetupInputs,
  signal: AbortSignal,
): Promise<Engine | undefined> {
  if (register === "host") return undefined;
  const must = ["container", "privileged", "image"].includes(register);
  return must
    ? await connectEngine(environment(), signal)
    : await findEngine(environment(), signal);
}

async function phases(
  job: HostJob,
  inputs: SetupInputs,
  record: RunRecord,
): Promise<readonly string[]> {
  const ground = await record.phase("Look at the machine", () => lookAround(job, inputs));
  if (hasEngine(job)) job.pending.push(sweepEngine(job));
  await emulateSetup(job, inputs, ground, record);
  return [];
}
