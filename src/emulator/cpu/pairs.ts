/** Pairs of QEMU version and CPU that are known not to work, or to lack what images use. */

import { Failure } from "../../failure.ts";
import { compareVersions } from "../version.ts";
import { versionFault } from "../version-fault.ts";

export interface Pair {
  /** QEMU's target name. */
  readonly target: string;
  readonly version: string;
  /** QEMU_CPU, or undefined: QEMU's own default. */
  readonly cpu: string | undefined;
}

interface Rule {
  readonly target?: string;
  /** Versions below it; absent: all. */
  readonly before?: string;
  /** CPUs it speaks of; absent: also when none is set. */
  readonly cpu?: RegExp;
  readonly says: string;
}

/** Measured 2026-11 with QEMU 5.2.0, 7.2.22, 10.0.13 and 11.1.3 of Debian. */
const refused: readonly Rule[] = [
  {
    target: "aarch64",
    before: "6.0",
    cpu: /pauth/,
    says: "QEMU before 6.0 has no property of that name",
  },
  {
    before: "6.0",
    says: "QEMU before 6.0 does not know the handler flag P, and every program fails under it",
  },
  { target: "ppc64le", cpu: /^max\b/, says: "QEMU has no CPU of that name for ppc64le" },
  { target: "ppc64le", before: "7.2", cpu: /^power10/i, says: "QEMU has power10 from 7.2 on" },
];

const lacking: readonly Rule[] = [
  {
    target: "aarch64",
    cpu: /^cortex-a(35|53|55|57|72)\b/,
    says: "it lacks LSE, RDM, fp16 or dotprod, and what is built for ARMv8.1 or later (Amazon Linux 2023 is) dies of signal 4",
  },
  {
    target: "aarch64",
    cpu: /^(cortex-a76|neoverse-n1)\b/,
    says: "it lacks pointer authentication, SVE, sha3, i8mm and bf16",
  },
  {
    target: "riscv64",
    before: "10.0",
    says: "it lacks V, Zicond, Zfa, Zcb and Zimop, and images built for RVA23 fail",
  },
  { target: "s390x", before: "7.2", says: "it lacks the vector instructions of z14 and z15" },
];

/** The Failure for a pair that cannot work, or undefined. */
export function pairFailure(pair: Pair): Failure | undefined {
  const rule = refused.find((one) => speaksOf(one, pair));
  if (rule === undefined) return undefined;
  return new Failure({
    what: `The emulator for ${pair.target} cannot be used as asked`,
    seen: textOf(pair),
    expected: rule.says,
    fix: rule.before === undefined ? 'emulator-cpu: ""' : "emulator-version: 7.2.0-1",
    anchor: "emulator-cpu",
  });
}

/** One line for each thing that images may use and this pair lacks, after what its version is known for. */
export function pairWarnings(pair: Pair): readonly string[] {
  const lacks = lacking.filter((one) => speaksOf(one, pair));
  const fault = versionFault(pair.version);
  const texts = lacks.map(({ says }) => `${textOf(pair)}: ${says}`);
  return fault === undefined ? texts : [`${textOf(pair)}: ${fault}`, ...texts];
}

function speaksOf(rule: Rule, { target, version, cpu }: Pair): boolean {
  if (rule.target !== undefined && rule.target !== target) return false;
  if (rule.before !== undefined && !(compareVersions(version, rule.before) < 0)) return false;
  return rule.cpu === undefined || (cpu !== undefined && rule.cpu.test(cpu));
}

function textOf({ target, version, cpu }: Pair): string {
  return `QEMU ${version} for ${target}${cpu === undefined ? "" : ` with CPU ${cpu}`}`;
}
