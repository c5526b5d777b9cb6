/** Judges the run of a test program: the proof that emulation works, or the reason that it does not. */

import { Failure } from "../failure.ts";
import { nearest } from "../nearest.ts";
import { type Architecture, mainRule, type Rule } from "../platform/architecture.ts";

/** What was seen when the test program of an architecture ran. */
export interface Proof {
  readonly architecture: Architecture;
  /** What the program printed: the kernel's machine name. */
  readonly machine: string;
  /** Version of the emulator that really ran it, as it told itself: `7.2.22`. */
  readonly emulatorVersion: string | undefined;
  /** Wall time in milliseconds: of the run itself, or of the container it ran in. */
  readonly ms: number;
}

/** What to prove: a handler of ours, or whatever runs these programs where `name` is undefined. */
export interface Provable {
  readonly name: string | undefined;
  readonly architecture: Architecture;
  /** Whose test program is run. */
  readonly rule: Rule;
  /** QEMU_CPU that our handler gives; undefined: QEMU's own default. */
  readonly cpu?: string | undefined;
}

/** Whatever runs the programs of `architecture`: no handler of ours. */
export function foreign(architecture: Architecture): Provable {
  return { name: undefined, architecture, rule: mainRule(architecture) };
}

/** A run of the test program before it is judged. */
export interface Sighting {
  readonly machine: string;
  /** What the emulator said where it refused to run. */
  readonly complaint: string;
  /** Lines of its list of CPUs, where it refused the one it was given. */
  readonly cpus: readonly string[];
  /** `qemu-aarch64 version 7.2.22 (Debian …)`. */
  readonly versionText: string;
  readonly ms: number;
  /** Whether this job's own handler is listed and enabled; undefined: the list could not be read. */
  readonly listed: boolean | undefined;
}

/** How QEMU words a CPU, or a property of one, that it does not know. */
export const CPU_COMPLAINT = /CPU model|CPU feature|apply global|[Pp]roperty '/;

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
    const emulatorVersion = /version (\d[\w.]*)/.exec(sighting.versionText)?.[1];
    return { architecture, machine, emulatorVersion, ms: sighting.ms };
  }
  throw cpuFailure(handler, sighting) ?? proofFailure(handler, machine, sighting?.listed === false);
}

function fits({ architecture: { target, uname }, cpu }: Provable, machine: string): boolean {
  return machine === uname || (cpu !== undefined && VARIED[target]?.test(machine) === true);
}

/** The emulator's own words, and the name it has that is nearest. */
function cpuFailure(
  { architecture: { target, platforms }, cpu }: Provable,
  sighting: Sighting | undefined,
): Failure | undefined {
  if (cpu === undefined || !CPU_COMPLAINT.test(sighting?.complaint ?? "")) return undefined;
  const names = (sighting?.cpus ?? []).flatMap((line) => {
    const name =
      /^\s*(?:(?:x86|s390|PowerPC|Sparc)\s+)?([\w.+-]+)\s*(?:\s\s.*|\(.*|PVR.*|IU.*)?$/.exec(
        line,
      )?.[1];
    return name === undefined ? [] : [name];
  });
  const near = nearest(cpu.split(",")[0] ?? cpu, names);
  const list = names.length > 0 ? `one of ${names.slice(0, 60).join(", ")}` : "another name";
  return new Failure({
    what: `The emulator for ${target} does not take the CPU it was given`,
    seen: `${cpu}: ${sighting?.complaint.split("\n")[0]}`,
    expected: near === undefined || near === cpu ? list : `did you mean ${near}?`,
    fix: `emulator-cpu: ${platforms[0] ?? target}=${near === undefined || near === cpu ? "max" : near}`,
    anchor: "emulator-cpu",
  });
}

function proofFailure({ architecture, name }: Provable, machine: string, gone: boolean): Failure {
  return new Failure({
    what: gone
      ? `The handler for ${architecture.target} is gone, though its registration succeeded`
      : `A ${architecture.target} program does not run on the engine's node`,
    seen: gone ? `no enabled handler ${name}` : machine || "nothing printed",
    expected: `"${architecture.uname}", printed by a ${architecture.target} program`,
    cause: gone
      ? "binfmt_misc was mounted for the container alone, or somebody removed the handler"
      : "the emulator does not run on this node, or another handler stands in front of ours",
    fix: gone
      ? "sudo mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc"
      : "grep -r . /proc/sys/fs/binfmt_misc",
    anchor: "proof-failed",
  });
}
