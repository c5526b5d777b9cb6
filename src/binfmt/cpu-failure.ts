/** Tells why programs do not run with the CPU that their handler gives. */

import { Failure } from "../failure.ts";
import { nearest } from "../nearest.ts";
import type { Provable, Sighting } from "./proof.ts";

/** How QEMU words a CPU, or a property of one, that it does not know. */
export const CPU_COMPLAINT = /CPU model|CPU feature|apply global|[Pp]roperty '/;

/** The Failure of a run whose handler gives a CPU, or undefined: the CPU is not the cause. */
export function cpuFailure(handler: Provable, sighting: Sighting | undefined): Failure | undefined {
  return idleFailure(handler, sighting) ?? unknownCpu(handler, sighting);
}

/** The emulator's own words, and the name it has that is nearest. */
function unknownCpu(
  { architecture: { target, platforms }, cpu }: Provable,
  sighting: Sighting | undefined,
): Failure | undefined {
  if (cpu === undefined || !CPU_COMPLAINT.test(sighting?.complaint ?? "")) return undefined;
  const names = namesIn(sighting?.cpus ?? []);
  const [model = cpu] = cpu.split(",");
  const known = names.includes(model);
  const near = known ? model : nearest(model, names);
  const list =
    names.length > 0
      ? `one of ${names.slice(0, 30).join(", ")}${names.length > 30 ? " …" : ""}`
      : "another name";
  const guess = near === undefined ? "" : `did you mean ${near}? It takes `;
  return new Failure({
    what: `The emulator for ${target} does not take the CPU it was given`,
    seen: `${cpu}: ${sighting?.complaint.split("\n")[0]}`,
    expected: known ? `properties that ${model} has` : `${guess}${list}`,
    fix: `emulator-cpu: ${platforms[0] ?? target}=${near ?? "max"}`,
    anchor: "emulator-cpu",
  });
}

/** QEMU's usage text: an emulator without our entry point met the variable that only ours stands. */
function idleFailure(
  { architecture: { target }, cpu }: Provable,
  sighting: Sighting | undefined,
): Failure | undefined {
  if (cpu === undefined || !sighting?.complaint.includes("usage: qemu-")) return undefined;
  return new Failure({
    what: `The CPU ${cpu} is not in effect for ${target} programs`,
    seen: sighting.versionText || "another emulator",
    expected: "the emulator of this job, with that CPU",
    cause: "another handler was registered after ours, and stands in front of it",
    fix: "grep -r . /proc/sys/fs/binfmt_misc",
    anchor: "emulator-cpu",
  });
}

/** `  cortex-a53`, `x86 qemu64  …`, `PowerPC power9  PVR …` -> the name. */
function namesIn(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => line.trim().replace(/^(x86|s390|PowerPC|Sparc)\s+/, ""))
    .filter((line) => line !== "" && !line.endsWith(":"))
    .map((line) => line.split(/\s{2,}|\s\(|\sPVR|\sIU/)[0] ?? line)
    .filter((name) => !name.includes(" "));
}
