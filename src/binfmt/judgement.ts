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
  throw cpuFailure(handler, sighting) ?? proofFailure(handler, sighting);
}

function fits({ architecture, cpu, uname }: Provable, machine: string): boolean {
  const { target } = architecture;
  return (
    machine === (uname ?? architecture.uname) ||
    (cpu !== undefined && VARIED[target]?.test(machine) === true)
  );
}

function proofFailure(handler: Provable, sighting: Sighting | undefined): Failure {
  const { target, uname } = handler.architecture;
  const { machine = "", listed, switchedOff } = sighting ?? {};
  const gone = listed === false;
  return new Failure({
    what: gone
      ? `The handler for ${target} is gone, though its registration succeeded`
      : `A program for ${target} does not run on the engine's node`,
    seen: gone ? `no enabled handler ${handler.name}` : machine || "nothing printed",
    expected: `"${handler.uname ?? uname}", printed by a program for ${target}`,
    ...reasonOf(handler, { gone, switchedOff }),
    anchor: "proof-failed",
  });
}

function reasonOf(
  { name, uname }: Provable,
  { gone, switchedOff }: { readonly gone: boolean; readonly switchedOff: boolean | undefined },
): { readonly cause: string; readonly fix: string } {
  if (switchedOff === true) {
    return {
      cause: "binfmt_misc as a whole is switched off on this node, so no handler counts",
      fix: "echo 1 | sudo tee /proc/sys/fs/binfmt_misc/status   # on the node",
    };
  }
  if (gone) {
    return {
      cause: "binfmt_misc was mounted for the container alone, or somebody removed the handler",
      fix: "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
    };
  }
  if (name === undefined && uname === undefined) {
    return {
      cause: "`register: off` registers nothing, and no handler of the node's own runs it",
      fix: "register: auto",
    };
  }
  return {
    cause: "the emulator does not run on this node, or another handler stands in front of ours",
    fix: "grep -r . /proc/sys/fs/binfmt_misc",
  };
}
