/** Observes what this very process could register, before a way is chosen. */

import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { MISC } from "../binfmt-misc.ts";
import { isDaemonHere } from "../engine/daemon-here.ts";
import type { NodeFacts } from "../engine/node.ts";
import { type HostJob, hasEngine } from "../job.ts";
import { isRoot } from "../runner/user.ts";
import type { HereFacts } from "./way.ts";

/** Looks at this process and the machine it runs on; `node` is undefined where no engine is used. */
export async function observeHere(job: HostJob, node: NodeFacts | undefined): Promise<HereFacts> {
  const root = isRoot();
  const [writable, daemon] = await Promise.all([
    access(join(MISC, "register"), constants.W_OK).then(
      () => true,
      () => false,
    ),
    root && node !== undefined && hasEngine(job) && isDaemonHere(job.engine.endpoint, node),
  ]);
  return { root, writable, daemon };
}
