/** Commands that remove by hand what a job made, each by the name or label that the job gave it. */

import { removeCommand } from "../binfmt-misc.ts";
import type { Ledger } from "../job/ledger.ts";

/** What undoing takes back, in words of its warnings. */
export type Undone =
  | "containers"
  | "builder"
  | "handlers"
  | "temporary files"
  | "work under way"
  | "image"
  | "images"
  | "mark";

/**
 * The command for one of them; undefined where nothing that outlives the job is left. `fix` is what
 * the failure itself says: of a builder it names the nodes that something is left on.
 */
export function byHand(what: Undone, ledger: Ledger, fix?: string): string | undefined {
  const { jobId, temp, pulled, added = [] } = ledger;
  switch (what) {
    case "containers":
      return `docker ps --all --quiet --filter label=anyarch.job=${jobId} | xargs -r docker rm --force --volumes`;
    case "builder":
      return fix ?? `docker buildx rm ${jobId}`;
    case "handlers":
      return removeCommand([...added, `${jobId}-*`]);
    case "temporary files":
      return `rm -rf ${temp}`;
    case "image":
      return `docker image rm ${pulled}; ${removeNamesOf(jobId)}`;
    case "images":
      return removeNamesOf(jobId);
    case "work under way":
    case "mark":
      return undefined;
  }
}

/** Names of its own on images: on those that it made, and on one that it pulled. */
function removeNamesOf(jobId: string): string {
  return `docker image ls --format "{{.Repository}}:{{.Tag}}" "anyarch.local/${jobId}/*" | xargs -r docker image rm --force`;
}
