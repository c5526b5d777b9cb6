/** Registers the emulators the way the inputs ask for, told to the ledger before. */

import { runsHere } from "../../binfmt/prove-here.ts";
import { type Registration, register } from "../../binfmt/register.ts";
import { registerHere } from "../../binfmt/register-here.ts";
import type { Way } from "../../binfmt/way.ts";
import type { Emulator } from "../../emulator/emulator.ts";
import type { Begun } from "../../engine/container/begin.ts";
import type { RegistrationInputs } from "../../inputs/inputs.ts";
import { type HostJob, hasEngine } from "../../job/job.ts";
import type { Platform } from "../../platform/platform.ts";
import { log } from "../../runner/log.ts";
import type { RunRecord } from "../record.ts";
import { foundLines, keptNotice } from "./found.ts";
import { adoptMount, keptBefore, sweepHandlers } from "./leftovers.ts";

export interface Registrable {
  readonly way: Way;
  readonly emulators: readonly Emulator[];
  /** The node's own platform. */
  readonly host: Platform;
  /** The container that was prepared; on the host itself none is used. */
  readonly waiting: Promise<Begun> | undefined;
}

/** Registers a handler for each emulator, and tells what was found there and what will stay. */
export async function registered(
  job: HostJob,
  inputs: RegistrationInputs,
  request: Registrable,
  record: RunRecord,
): Promise<Registration> {
  const registration = await attempted(job, inputs, request);
  await adoptMount(job, registration);
  // What was prepared in vain must be there when undo looks for it.
  await request.waiting;
  const here = job.ledger.current().handlers !== "there";
  // Told when it is known: nothing waits for files of others to be read.
  job.pending.push(
    foundLines(registration, request.emulators, here).then((lines) => lines.forEach(log.info)),
  );
  const names = registration.handlers.map(({ name }) => name);
  record.add({ registered: names, kept: inputs.keep ? names : [] });
  if (inputs.keep) {
    job.ledger.note({ superseded: keptBefore(registration) });
    record.notice(keptNotice(job.id));
  }
  job.pending.push(sweepHandlers(job, registration));
  return registration;
}

async function attempted(
  job: HostJob,
  { setuid }: RegistrationInputs,
  { way, emulators, host, waiting }: Registrable,
): Promise<Registration> {
  const onMount = (): void => job.ledger.note({ mounted: true });
  const common = { emulators, host, setuid, onMount };
  if (!hasEngine(job) || waiting === undefined || way.kind !== "container") {
    job.ledger.note({ handlers: "host" });
    const elsewhere = way.kind === "host" && way.elsewhere;
    return await registerHere(job, { ...common, elsewhere });
  }
  job.ledger.note({ handlers: "there" });
  const registration = await register(job, { ...common, way, waiting });
  if (await runsHere(registration.node)) job.ledger.note({ handlers: "here" });
  return registration;
}
