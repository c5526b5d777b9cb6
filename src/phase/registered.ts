/** Registers the emulators the way the inputs ask for, told to the ledger before. */

import { runsHere } from "../binfmt/prove-here.ts";
import { type Registration, register } from "../binfmt/register.ts";
import { type HereRequest, registerHere } from "../binfmt/register-here.ts";
import type { RegistrationInputs } from "../inputs/inputs.ts";
import type { Job } from "../job.ts";

/** `created` is the container that was prepared, where one is used. */
export async function registered(
  job: Job,
  inputs: RegistrationInputs,
  request: Omit<HereRequest, "setuid">,
  created: Promise<string>,
): Promise<Registration> {
  job.ledger.note({ handlers: "there" });
  const { register: way, setuid } = inputs;
  const onMount = (): void => job.ledger.note({ mounted: true });
  const registration =
    way === "host" || way === "off"
      ? await registerHere(job, { ...request, setuid })
      : await register(job, { ...request, setuid, way, created, onMount });
  if (await runsHere(registration.node)) job.ledger.note({ handlers: "here" });
  return registration;
}
