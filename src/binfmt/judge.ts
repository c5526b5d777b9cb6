/** Judges what a test program printed. */

import { Failure } from "../failure.ts";
import type { Proof, Provable, Sighting } from "./prove.ts";

/** The proof, or a Failure: nothing is called working that did not run. */
export function judged(handler: Provable, sighting: Sighting | undefined): Proof | Failure {
  const { architecture, name, uname = architecture.uname } = handler;
  const machine = sighting?.machine ?? "";
  if (sighting !== undefined && machine === uname && sighting.listed !== false) {
    const emulatorVersion = /version (\d[\w.]*)/.exec(sighting.versionText)?.[1];
    return { architecture, machine, emulatorVersion, ms: sighting.ms };
  }
  const gone = sighting?.listed === false;
  return new Failure({
    what: gone
      ? `The handler for ${architecture.target} is gone, though its registration succeeded`
      : `A ${architecture.target} program does not run on the engine's node`,
    seen: gone ? `no enabled handler ${name}` : machine || "nothing printed",
    expected: `"${uname}", printed by a ${architecture.target} program`,
    cause: gone
      ? "binfmt_misc was mounted for the container alone, or somebody removed the handler"
      : "the emulator does not run on this node, or another handler stands in front of ours",
    fix: gone
      ? "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc"
      : "grep -r . /proc/sys/fs/binfmt_misc",
    anchor: "proof-failed",
  });
}
