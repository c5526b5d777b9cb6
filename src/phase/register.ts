/** Registers the emulators with the kernel, in the way that was asked for. */

import { runsHere } from "../binfmt/prove-here.ts";
import { type Registration, register } from "../binfmt/register.ts";
import { registerHere } from "../binfmt/register-here.ts";
import type { Emulator } from "../emulator/emulator.ts";
import type { RegistrationInputs } from "../inputs/inputs.ts";
import { type HostJob, hasEngine } from "../job.ts";
import type { RunRecord } from "../record.ts";
import { log } from "../runner/log.ts";
import { foundLines } from "./found.ts";

/** Registers a handler for each emulator, and tells what was found there and what will stay. */
export async function registerAll(
  job: HostJob,
  inputs: RegistrationInputs,
  emulators: readonly Emulator[],
  record: RunRecord,
): Promise<Registration> {
  const registration = await registered(job, inputs, emulators);
  for (const line of foundLines(registration, emulators)) log.info(line);
  const names = registration.handlers.map(({ name }) => name);
  record.add({ registered: names, kept: inputs.keep ? names : [] });
  if (inputs.keep) record.notice(keptNotice(job.id));
  return registration;
}

/** Says how to remove what `keep: true` leaves. */
function keptNotice(jobId: string): string {
  const loop = `for f in /proc/sys/fs/binfmt_misc/${jobId}-*; do echo -1 | sudo tee "$f"; done`;
  return `The handlers stay on the engine's node after the job (keep: true). To remove them: ${loop}`;
}

async function registered(
  job: HostJob,
  { register: way, setuid }: RegistrationInputs,
  emulators: readonly Emulator[],
): Promise<Registration> {
  const onMount = (): void => job.ledger.note({ mounted: true });
  if (way === "host" || !hasEngine(job)) {
    job.ledger.note({ handlers: "host" });
    return await registerHere(job, { emulators, setuid, onMount });
  }
  job.ledger.note({ handlers: "there" });
  const asked = way === "off" ? "auto" : way;
  const registration = await register(job, { emulators, setuid, way: asked, onMount });
  if (await runsHere(registration.node)) job.ledger.note({ handlers: "here" });
  return registration;
}
