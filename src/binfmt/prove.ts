/** Proves emulation: runs a foreign program on the engine's node once the registrar is gone. */

import type { KernelIdentity } from "../engine/node.ts";
import { tarOf } from "../engine/tar.ts";
import { Failure } from "../failure.ts";
import { type HostJob, hasEngine, type Job } from "../job/job.ts";
import { judged } from "./judgement.ts";
import type { Proof, Provable, Sighting } from "./proof.ts";
import { proofFiles, sightingsIn } from "./proof-files.ts";
import { proveHere, runsHere } from "./prove-here.ts";
import { ensureRegistrar, type Rights, runRegistrar } from "./registrar.ts";

export interface ProofRequest {
  readonly handlers: readonly Provable[];
  readonly rights: Rights;
  /** The node's kernel as the registrar saw it; undefined: nothing was registered. */
  readonly node: KernelIdentity | undefined;
  /** As of the `Registration`: then only a container of the engine proves anything. */
  readonly elsewhere?: boolean | undefined;
}

/**
 * Runs the test program of every handler by a plain exec and compares what it prints.
 *
 * Where this process shares kernel and user namespace with the node it runs them itself (5 ms);
 * elsewhere one more container does. In both the container that registered is gone: from kernel
 * 6.7 on, handlers in a mount of its own have died with it.
 */
export async function prove(job: HostJob, request: ProofRequest): Promise<readonly Proof[]> {
  return (await tryProve(job, request)).map((proof) => {
    if (proof instanceof Failure) throw proof;
    return proof;
  });
}

/** As `prove`; in the handlers' order, a Failure in the place of each proof that failed. */
export async function tryProve(
  job: HostJob,
  request: ProofRequest,
): Promise<readonly (Proof | Failure)[]> {
  const { node, handlers, elsewhere = false } = request;
  const shared = !hasEngine(job) || (!elsewhere && node !== undefined && (await runsHere(node)));
  const local = shared ? await proveHere(job, handlers) : undefined;
  // A temp folder mounted noexec says nothing about emulation.
  const here = local !== undefined && ![...local.values()].some((run) => run.machine === "EACCES");
  const sightings = here || !hasEngine(job) ? local : await proveInContainer(job, request);
  return handlers.map((handler) => {
    const sighting = sightings?.get(handler.rule.id);
    return tryJudge(handler, sighting);
  });
}

function tryJudge(handler: Provable, sighting: Sighting | undefined): Proof | Failure {
  try {
    return judged(handler, sighting);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

async function proveInContainer(
  job: Job,
  { handlers, elsewhere, ...request }: ProofRequest,
): Promise<Map<string, Sighting>> {
  const payload = tarOf(proofFiles(handlers));
  await ensureRegistrar(job);
  // Privileged and among remapped users is what no engine starts.
  const rights = elsewhere ? "least" : request.rights;
  const started = performance.now();
  const { report } = await runRegistrar(job, { action: "prove", rights, payload });
  const ms = performance.now() - started;
  return sightingsIn(report, handlers, ms);
}
