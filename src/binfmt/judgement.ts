/** Judges the run of a test program: the proof that emulation works, or the reason that it does not. */

import { Failure } from "../failure.ts";
import { cpuFailure } from "./cpu-failure.ts";
import type { Proof, Provable, Sighting } from "./proof.ts";

/** QEMU targets whose kernel name tells the CPU -> the names there are. */
const VARIED: Readonly<Record<string, RegExp>> = {
  arm: /^armv\d\w*l$/,
  armeb: /^armv\d\w*b$/,
  i386: /^i[3-6]86$/,
};

/** The proof, or a Failure: nothing is called working that did not run. */
export function judged(handler: Provable, sighting: Sighting | undefined): Proof {
  const { architecture } = handler;
  const machine = sighting?.machine ?? "";
  if (sighting !== undefined && sighting.listed !== false && fits(handler, machine)) {
    const told = /version (\d[\w.]*)/.exec(sighting.versionText)?.[1];
    const emulatorVersion = told ?? handler.version;
    return { architecture, machine, emulatorVersion, ms: sighting.ms };
  }
  throw cpuFailure(handler, sighting) ?? proofFailure(handler, machine, sighting?.listed === false);
}

function fits({ architecture, cpu, uname }: Provable, machine: string): boolean {
  const { target } = architecture;
  return (
    machine === (uname ?? architecture.uname) ||
    (cpu !== undefined && VARIED[target]?.test(machine) === true)
  );
}

function proofFailure(
  { architecture, name, uname }: Provable,
  machine: string,
  gone: boolean,
): Failure {
  return new Failure({
    what: gone
      ? `The handler for ${architecture.target} is gone, though its registration succeeded`
      : `A ${architecture.target} program does not run on the engine's node`,
    seen: gone ? `no enabled handler ${name}` : machine || "nothing printed",
    expected: `"${uname ?? architecture.uname}", printed by a ${architecture.target} program`,
    cause: gone
      ? "binfmt_misc was mounted for the container alone, or somebody removed the handler"
      : "the emulator does not run on this node, or another handler stands in front of ours",
    fix: gone
      ? "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc"
      : "grep -r . /proc/sys/fs/binfmt_misc",
    anchor: "proof-failed",
  });
}
