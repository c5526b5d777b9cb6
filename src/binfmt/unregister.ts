/** Takes this job's handlers away again, by their names; everybody else's stay. */

import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../failure.ts";
import type { Job } from "../job.ts";
import { MISC } from "./prove-here.ts";
import { ensureRegistrar, runRegistrar } from "./registrar.ts";

export interface UnregisterRequest {
  /** Whether the node's handlers are those of this process's kernel and user namespace. */
  readonly here: boolean;
  /** Whether binfmt_misc was mounted on the node by this job. */
  readonly mounted: boolean;
}

/**
 * Removes every handler named `<job id>-…` and, where this job mounted binfmt_misc and nobody
 * else's handler is in it, that mount. Does nothing that is not needed: as root of the node's own
 * machine it starts no container. Running foreign programs go on; new ones no longer start.
 */
export async function unregister(job: Job, request: UnregisterRequest): Promise<void> {
  const gone = request.here && (await removeHere(job.id));
  if (gone && !request.mounted) return;
  await ensureRegistrar(job);
  if (!gone) {
    const { report, exitCode } = await runRegistrar(job, {
      action: "unregister",
      rights: request.mounted ? "privileged" : "least",
    });
    if (exitCode !== 0) throw keptFailure(job.id, report.refused);
  }
  if (!request.mounted) return;
  const { exitCode, stderr } = await runRegistrar(job, { action: "umount", rights: "privileged" });
  if (exitCode === 0) return;
  throw mountedFailure("the engine's node", stderr);
}

/** The Failure for a mount of this job's own that could not be undone; `where` it is, in words. */
export function mountedFailure(where: string, stderr: string): Failure {
  return new Failure({
    what: `binfmt_misc, which this job mounted, is still mounted on ${where}`,
    seen: stderr.trim(),
    fix: `sudo umount ${MISC}`,
    anchor: "cleanup",
  });
}

/** The Failure for handlers that could not be removed. */
export function keptFailure(jobId: string, refused: Readonly<Record<string, string>>): Failure {
  return new Failure({
    what: "Handlers of this job are still registered",
    seen: Object.entries(refused).flat().join(" "),
    expected: "none",
    fix: `for f in ${MISC}/${jobId}-*; do echo -1 | sudo tee "$f"; done`,
    anchor: "cleanup",
  });
}

/** True when no handler of the job is left, as this process's own mount of binfmt_misc shows. */
async function removeHere(jobId: string): Promise<boolean> {
  try {
    const ours = (await readdir(MISC)).filter((name) => name.startsWith(`${jobId}-`));
    await Promise.all(ours.map((name) => writeFile(join(MISC, name), "-1")));
    return (await readdir(MISC)).includes("status");
  } catch {
    return false;
  }
}
