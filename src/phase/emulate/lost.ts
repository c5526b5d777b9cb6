/** Tells a run that failed because somebody took its handlers away meanwhile. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { MISC } from "../../binfmt-misc.ts";
import { Failure } from "../../failure.ts";
import type { Job } from "../../job/job.ts";
import type { RunRecord } from "../record.ts";

/**
 * `error`, with its true cause where programs of another architecture were not run and handlers of
 * this job are not listed any more. They are looked for where this process sees the node's own.
 */
export function withLostHandlers(error: unknown, job: Job, record: RunRecord): unknown {
  if (!(error instanceof Failure) || error.parts.anchor !== "exec-format-error") return error;
  const { handlers } = job.ledger.current();
  if (handlers !== "here" && handlers !== "host") return error;
  const { registered } = record.outcome();
  const lost = registered.filter((name) => !existsSync(join(MISC, name)));
  if (lost.length === 0 || !existsSync(join(MISC, "status"))) return error;
  return new Failure(
    {
      ...error.parts,
      cause: `Somebody removed the handlers of this job meanwhile (${lost.join(", ")}): a job beside it that removes all of them, as docker/setup-qemu-action with \`reset: true\` does.`,
      fix: "reset: false   # in the other job's docker/setup-qemu-action; or a node for each",
      also: [],
    },
    { cause: error },
  );
}
