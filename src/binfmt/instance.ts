/** Whether a binfmt_misc has to be mounted for the engine's own user namespace, and whether it may. */

import { Failure } from "../failure.ts";
import { isKept, jobIdIn } from "../job/job-id.ts";
import type { ScriptReport } from "./script-report.ts";
import type { HandlerStatus } from "./status.ts";

/** Whether none is mounted on the node that this engine's root may write to. */
export function lacksInstance({ unmounted, inherited }: ScriptReport): boolean {
  return unmounted || inherited;
}

/**
 * A Failure where mounting one would take emulators away that others use, else undefined.
 *
 * A user namespace uses the handlers of the one around it until it has an instance of its own; from
 * then on never again, not even after that is unmounted: only its end, the engine's, brings them
 * back (`load_binfmt_misc` of the kernel). Handlers of other jobs end by themselves.
 */
export function lossFailure({ inherited, entries }: ScriptReport): Failure | undefined {
  const lost = inherited ? entries.filter(isEmulator) : [];
  if (lost.length === 0) return undefined;
  return new Failure({
    what: "This user namespace, a rootless engine's, uses emulators that are registered for the whole machine; with handlers of its own it would lose them until it is started anew",
    seen: lost.map(({ name, interpreter }) => `${name} (${interpreter})`).join(", "),
    expected: "no emulators of others, or leave to hide them",
    fix: "register: off   # uses what is there; `register: privileged` hides it",
    anchor: "rootless",
  });
}

/** Hex of the first bytes of every ELF program. */
const ELF = "7f454c46";

function isEmulator({ name, enabled, magic }: HandlerStatus): boolean {
  const passing = jobIdIn(name) !== undefined && !isKept(name);
  return enabled && magic?.startsWith(ELF) === true && !passing;
}
