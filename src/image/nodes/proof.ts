/** Proves each node of a builder by itself, so that the one that fails is named. */

import { Failure, Failures } from "../../failure.ts";
import type { Job } from "../../job/job.ts";
import type { Execution } from "../../platform/emulation.ts";
import { type BuilderProof, proveInBuilder } from "../build/probe.ts";
import { unprovenFault } from "./fault.ts";

/**
 * Runs a test program of each platform by a build step on the node that is to build it, all nodes
 * side by side; what has no node of its own, on the engine's.
 * @throws Failure, or Failures for several nodes.
 */
export async function provenOnNodes(
  job: Job,
  builder: string | undefined,
  executions: readonly Execution[],
): Promise<readonly BuilderProof[]> {
  const nodes = [...new Set(executions.map(({ node }) => node))];
  const proofs = await Promise.all(
    nodes.map(async (node) => {
      const own = executions.filter((execution) => execution.node === node);
      return await proveInBuilder(job, builder, own).catch((error) => {
        if (node === undefined || !(error instanceof Failure) || job.signal.aborted) throw error;
        return unprovenFault(
          node,
          own.map(({ platform }) => platform),
          error,
        );
      });
    }),
  );
  const faults = proofs.flatMap((proof) => (proof instanceof Failure ? [proof] : []));
  if (faults[0] !== undefined && faults.length === 1) throw faults[0];
  if (faults.length > 1) throw new Failures("Nodes do not run what they are named for.", faults);
  return proofs.flatMap((proof) => (proof instanceof Failure ? [] : proof));
}
