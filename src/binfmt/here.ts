/** Observes what this very process could register, before a way is chosen. */

import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { MISC } from "../binfmt-misc.ts";
import { isDaemonHere } from "../engine/connection/daemon-here.ts";
import type { Become } from "../engine/connection/daemon-look.ts";
import type { NodeFacts } from "../engine/node.ts";
import { type HostJob, hasEngine } from "../job/job.ts";
import { environment } from "../runner/env.ts";
import { isRoot } from "../runner/user.ts";
import type { HereFacts } from "./way.ts";

/** Looks at this process and the machine it runs on; `node` is undefined where no engine is used. */
export async function observeHere(job: HostJob, node: NodeFacts | undefined): Promise<HereFacts> {
  const become = howToBecomeRoot();
  const wanted = become === "root" ? constants.W_OK : constants.F_OK;
  const daemonHere = async (): Promise<boolean> =>
    become !== undefined &&
    node !== undefined &&
    hasEngine(job) &&
    (await isDaemonHere(job.engine.endpoint, node, become));
  const [writable, daemon] = await Promise.all([
    access(join(MISC, "register"), wanted).then(
      () => true,
      () => false,
    ),
    daemonHere(),
  ]);
  return { become, writable, daemon };
}

/**
 * The users of GitHub's own runners may all become root without a password (its documentation of
 * hosted runners). Elsewhere a `sudo` that refuses is reported to the machine's owner: not tried.
 */
function howToBecomeRoot(): Become | undefined {
  if (isRoot()) return "root";
  return environment().RUNNER_ENVIRONMENT === "github-hosted" ? "sudo" : undefined;
}
