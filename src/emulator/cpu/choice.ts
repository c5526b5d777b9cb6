/** Which QEMU_CPU the handler of each architecture is asked to give. */

import { Failure } from "../../failure.ts";
import type { Execution } from "../../platform/emulation.ts";
import { platformName } from "../../platform/platform.ts";

/** QEMU target -> QEMU_CPU, of those that were asked for. */
export type AskedCpus = ReadonlyMap<string, string>;

/** What QEMU takes as a name with properties, and a line of a report takes as well. */
const FORM = /^[\x20-\x7e]{1,256}$/;

/**
 * What `cpu` (canonical platform name -> QEMU_CPU) asks for the platforms that are emulated.
 *
 * @throws Failure when platforms of one architecture need different CPUs: one handler serves them,
 * and a build step has nothing to tell them apart by
 */
export function askedCpus(
  executions: readonly Execution[],
  cpu: Readonly<Record<string, string>>,
): AskedCpus {
  const asked = new Map<string, string>();
  const wishes = executions
    .filter(({ kind }) => kind === "emulated")
    .map(({ platform, architecture: { target } }) => {
      const name = platformName(platform);
      return { name, target, cpu: cpu[name] };
    });
  for (const wish of wishes) {
    const other = wishes.find(({ target, cpu }) => target === wish.target && cpu !== wish.cpu);
    if (other !== undefined) throw conflict(wish, other);
    if (wish.cpu === undefined) continue;
    if (!FORM.test(wish.cpu)) throw noName(wish.name, wish.cpu);
    asked.set(wish.target, wish.cpu);
  }
  return asked;
}

/** Lines about CPUs asked for platforms that no emulator of this run serves. */
export function idleCpus(
  executions: readonly Execution[],
  cpu: Readonly<Record<string, string>>,
): readonly string[] {
  const emulated = executions.filter(({ kind }) => kind === "emulated");
  const served = new Set(emulated.map(({ platform }) => platformName(platform)));
  return Object.keys(cpu)
    .filter((name) => !served.has(name))
    .map((name) => `emulator-cpu for ${name} has no effect: this run does not emulate it`);
}

interface Wish {
  readonly name: string;
  readonly cpu: string | undefined;
}

function conflict(one: Wish, other: Wish): Failure {
  return new Failure({
    what: `${one.name} and ${other.name} run under one emulator, which can have one CPU only`,
    seen: `emulator-cpu: ${[one, other].map(({ name, cpu }) => `${name}=${cpu ?? ""}`).join(", ")}`,
    expected: "the same CPU for both, or none",
    fix: `platforms: ${one.name}   # and ${other.name} in a step of its own`,
    anchor: "emulator-cpu",
  });
}

function noName(name: string, cpu: string): Failure {
  return new Failure({
    what: `The CPU for ${name} is not a name that QEMU takes`,
    seen: JSON.stringify(cpu),
    expected: "a CPU of QEMU's list, with its properties after commas",
    fix: "emulator-cpu: linux/arm64=neoverse-n1",
    anchor: "emulator-cpu",
  });
}
