/** Chooses how emulators are registered, and tells it. */

import { observeHere } from "../../binfmt/here.ts";
import { type Way, wayFor } from "../../binfmt/way.ts";
import type { NodeFacts } from "../../engine/node.ts";
import type { RegistrationInputs } from "../../inputs/inputs.ts";
import type { HostJob } from "../../job/job.ts";
import { log } from "../../runner/log.ts";

/**
 * The way to register with the kernel of this release, of the engine's `node`, or of this host
 * where that is undefined.
 * @throws Failure where no way leads there
 */
export async function chosenWay(
  job: HostJob,
  { register }: RegistrationInputs,
  { kernel, node }: { readonly kernel: string; readonly node: NodeFacts | undefined },
): Promise<Way> {
  const way = wayFor(register, { kernel, node, here: await observeHere(job, node) });
  log.info(way.reason);
  return way;
}
