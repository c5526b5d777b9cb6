/** Takes this job's handlers away from this host, without an engine. */

import { readdir } from "node:fs/promises";
import type { HostJob } from "../job.ts";
import { runOnHost } from "./host-registrar.ts";
import { MISC } from "./prove-here.ts";
import { keptFailure, mountedFailure } from "./unregister.ts";

/**
 * Removes every handler named `<job id>-…` and, where this job `mounted` binfmt_misc and nobody
 * else's handler is in it, that mount.
 */
export async function unregisterHost(job: HostJob, mounted: boolean): Promise<void> {
  const names = await readdir(MISC).catch(() => []);
  // Nothing was registered: then whoever could not become root then need not now.
  if (!mounted && !names.some((name) => name.startsWith(`${job.id}-`))) return;
  const { report, exitCode } = await runOnHost(job, "unregister");
  if (exitCode !== 0) throw keptFailure(job.id, report.refused);
  if (!mounted) return;
  const unmounting = await runOnHost(job, "umount");
  if (unmounting.exitCode === 0) return;
  throw mountedFailure("this host", unmounting.stderr);
}
