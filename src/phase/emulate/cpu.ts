/** Settles the CPU of each emulator that was obtained, before anything is registered. */

import type { Provable } from "../../binfmt/proof.ts";
import type { Registration } from "../../binfmt/register.ts";
import { type AskedCpus, askedCpus, idleCpus } from "../../emulator/cpu/choice.ts";
import { cpuDefault } from "../../emulator/cpu/default.ts";
import { cpuFault } from "../../emulator/cpu/derived.ts";
import { entryFailure } from "../../emulator/cpu/entry.ts";
import { pairFailure, pairWarnings } from "../../emulator/cpu/pairs.ts";
import type { Emulator } from "../../emulator/emulator.ts";
import { Failure } from "../../failure.ts";
import type { Inputs } from "../../inputs/inputs.ts";
import type { Execution } from "../../platform/emulation.ts";
import type { RunRecord } from "../record.ts";

/** What is asked for `emulated`; throws before anything is changed where it cannot take effect. */
export function cpusFor(
  emulated: readonly Execution[],
  { emulator, registration }: Pick<Inputs, "emulator" | "registration">,
  record: RunRecord,
): AskedCpus {
  for (const line of idleCpus(emulated, emulator.cpu)) record.notice(line);
  const asked = askedCpus(emulated, emulator.cpu);
  const { register } = registration;
  if (asked.size === 0 || (register !== "off" && register !== "image")) return asked;
  throw new Failure({
    what: "A CPU takes effect by a handler of this job only, and this job is to register none itself",
    seen: `register: ${register}, with emulator-cpu`,
    expected: "one of the two",
    fix: "register: auto",
    anchor: "emulator-cpu",
  });
}

/** The registration with the CPU and version of each handler's emulator, for the judgement of its proof. */
export function provable(
  registration: Registration,
  emulators: readonly Emulator[],
): Registration & { readonly handlers: readonly Provable[] } {
  const handlers = registration.handlers.map((handler) => {
    const emulator = emulators.find(({ architecture }) => architecture === handler.architecture);
    return { ...handler, cpu: emulator?.cpu, version: emulator?.version };
  });
  return { ...registration, handlers };
}

/**
 * The emulators with the CPU each will have: the one asked for, else the default of its version. A
 * default that a file cannot be given is left out with a notice; one that was asked for is a Failure.
 */
export async function withCpus(
  emulators: readonly Emulator[],
  asked: AskedCpus,
  record: RunRecord,
): Promise<readonly Emulator[]> {
  return await Promise.all(
    emulators.map(async (emulator) => {
      const cpu = await cpuOf(emulator, asked.get(emulator.architecture.target), record);
      const pair = { target: emulator.architecture.target, version: emulator.version, cpu };
      const failure = pairFailure(pair);
      if (failure !== undefined) throw failure;
      for (const warning of pairWarnings(pair)) record.notice(warning);
      return { ...emulator, cpu };
    }),
  );
}

async function cpuOf(
  { architecture, version, path }: Emulator,
  asked: string | undefined,
  record: RunRecord,
): Promise<string | undefined> {
  const cpu = asked ?? cpuDefault(architecture, version);
  const fault = cpu === undefined ? undefined : await cpuFault(path);
  if (cpu === undefined || fault === undefined) return cpu;
  if (asked !== undefined) throw entryFailure(asked, fault);
  record.notice(`qemu-${architecture.target} ${version} runs without CPU ${cpu}: ${fault}`);
  return undefined;
}
