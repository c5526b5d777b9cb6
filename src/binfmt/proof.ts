/** What is to be proven, what a run of its test program showed, and the proof. */

import { type Architecture, mainRule, type Rule } from "../platform/architecture.ts";

/** What was seen when the test program of an architecture ran. */
export interface Proof {
  readonly architecture: Architecture;
  /** What the program printed: the kernel's machine name. */
  readonly machine: string;
  /** Version of the emulator: of our handler's as its verified bytes tell, of another's as it told itself. */
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
  /** QEMU's version, known of the bytes that our handler opened; undefined: it is asked. */
  readonly version?: string | undefined;
  /** What its program must print where that is not the architecture's own: it runs natively. */
  readonly uname?: string | undefined;
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
  /** `qemu-aarch64 version 7.2.22 (Debian …)`; empty where it was not asked. */
  readonly versionText: string;
  readonly ms: number;
  /** Whether this job's own handler is listed and enabled; undefined: the list could not be read. */
  readonly listed: boolean | undefined;
  /** Whether binfmt_misc as a whole is switched off; absent: as `listed`. */
  readonly switchedOff?: boolean | undefined;
}
