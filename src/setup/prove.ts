/** Proves each platform of the set-up step by a program that runs; what was not proven is not told. */

import { foreign, type Proof } from "../binfmt/proof.ts";
import { type ProofRequest, tryProve } from "../binfmt/prove.ts";
import { Failure, Failures } from "../failure.ts";
import type { HostJob } from "../job/job.ts";
import { report } from "../phase/emulate/emulate.ts";
import type { RunRecord } from "../phase/record.ts";
import type { Execution } from "../platform/emulation.ts";
import { platformName } from "../platform/platform.ts";
import { log } from "../runner/log.ts";

export interface SetupProof {
  /** What is to run, other than the machine's own programs. */
  readonly executions: readonly Execution[];
  /** What the machine's own programs say it is, as `uname -m`. */
  readonly uname: string;
  /** Undefined: nothing was registered. */
  readonly registered: ProofRequest | undefined;
  /** Whether what does not run is left out: the user named none. */
  readonly lenient: boolean;
}

/**
 * Runs a program for each platform, also for one that the kernel should run natively: 32-bit
 * support can be missing.
 * @throws Failures with all that did not run, unless `lenient`: then their rows go
 */
export async function proveRunning(
  job: HostJob,
  proof: SetupProof,
  record: RunRecord,
): Promise<void> {
  const proofs = await tryProve(job, requestOf(proof));
  const failures = proofs.filter((one) => one instanceof Failure);
  if (failures.length > 0 && !proof.lenient) {
    throw new Failures("Not every platform that was asked for runs here.", failures);
  }
  for (const { message, parts } of failures) log.info(`left out: ${message}: ${parts.seen ?? ""}`);
  const proven = proofs.flatMap((one) => (one instanceof Failure ? [] : [one]));
  leaveOut(proof.executions, proven, record);
  report(proven, proof.executions, record);
}

function requestOf({ executions, uname, registered }: SetupProof): ProofRequest {
  const ours = registered?.handlers ?? [];
  const others = executions.filter(
    ({ architecture }) => !ours.some((one) => one.architecture === architecture),
  );
  const unnamed = new Map(
    others.map(({ architecture, kind }) => {
      const own = kind === "native" ? { uname } : {};
      return [architecture, { ...foreign(architecture), ...own }] as const;
    }),
  );
  const handlers = [...ours, ...unnamed.values()];
  const { rights = "least", node, elsewhere } = registered ?? {};
  return { handlers, rights, node, elsewhere };
}

/** A platform whose program did not run has no row: neither log nor outputs call it working. */
function leaveOut(
  executions: readonly Execution[],
  proven: readonly Proof[],
  record: RunRecord,
): void {
  const lost = executions.filter(
    ({ architecture }) => !proven.some((one) => one.architecture === architecture),
  );
  const names = lost.map(({ platform }) => platformName(platform));
  const platforms = record
    .outcome()
    .platforms.filter(({ platform }) => !names.includes(platformName(platform)));
  record.add({ platforms });
}
