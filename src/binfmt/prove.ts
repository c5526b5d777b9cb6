/** Proves emulation: runs a foreign program on the engine's node once the registrar is gone. */

import type { KernelIdentity } from "../engine/node.ts";
import { type TarEntry, tarOf } from "../engine/tar.ts";
import { Failure } from "../failure.ts";
import { type HostJob, hasEngine, type Job } from "../job.ts";
import type { Architecture } from "../platform/architecture.ts";
import { judged } from "./judge.ts";
import { proveHere, runsHere } from "./prove-here.ts";
import { type Rights, runRegistrar } from "./registrar.ts";

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
  /** What its program must print where that is not the architecture's own: it runs natively. */
  readonly uname?: string | undefined;
}

export interface ProofRequest {
  readonly handlers: readonly Provable[];
  readonly rights: Rights;
  /** The node's kernel as the registrar saw it; undefined: nothing was registered. */
  readonly node: KernelIdentity | undefined;
}

/** A run of the test program before it is judged. */
export interface Sighting {
  readonly machine: string;
  /** `qemu-aarch64 version 7.2.22 (Debian …)`. */
  readonly versionText: string;
  readonly ms: number;
  /** Whether this job's own handler is listed and enabled; undefined: the list could not be read. */
  readonly listed: boolean | undefined;
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
  const { node, handlers } = request;
  const shared = !hasEngine(job) || (node !== undefined && (await runsHere(node)));
  const local = shared ? await proveHere(job, handlers) : undefined;
  // A temp folder mounted noexec says nothing about emulation.
  const here = local !== undefined && ![...local.values()].some((run) => run.machine === "EACCES");
  const sightings = here || !hasEngine(job) ? local : await proveInContainer(job, request);
  return handlers.map((handler) => {
    const sighting = sightings?.get(handler.architecture.target);
    return judged(handler, sighting);
  });
}

async function proveInContainer(
  job: Job,
  { handlers, rights }: ProofRequest,
): Promise<Map<string, Sighting>> {
  const entries: TarEntry[] = handlers.map(({ architecture: { target, probe } }) => {
    return {
      kind: "file",
      path: `probes/${target}`,
      data: Buffer.from(probe, "base64"),
      mode: 0o555,
    };
  });
  const payload = await tarOf(entries);
  const started = performance.now();
  const { report } = await runRegistrar(job, { action: "prove", rights, payload });
  const ms = performance.now() - started;
  return new Map(
    handlers.map(({ name, architecture: { target } }) => [
      target,
      {
        machine: report.machines[target] ?? "",
        versionText: report.versions[target] ?? "",
        ms,
        listed:
          name === undefined
            ? undefined
            : report.entries.some((entry) => entry.name === name && entry.enabled),
      },
    ]),
  );
}
