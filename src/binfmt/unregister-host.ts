/** Takes this job's handlers away from this host, without an engine. */

import { readdir } from "node:fs/promises";
import { MISC } from "../binfmt-misc.ts";
import { runOnHost } from "./host-registrar.ts";
import { isNamed, keptFailure, mountedFailure, type UnregisterRequest } from "./unregister.ts";

/**
 * Removes the handlers of these `names` and, where this job `mounted` binfmt_misc and nobody else's
 * handler is in it, that mount. Gives back the names that were there.
 */
export async function unregisterHost({
  names,
  mounted,
}: Omit<UnregisterRequest, "here">): Promise<readonly string[]> {
  const there = await readdir(MISC).catch(() => []);
  // Nothing was registered: then whoever could not become root then need not now.
  if (!mounted && !there.some((name) => isNamed(name, names))) return [];
  const { report, exitCode } = await runOnHost("unregister", { names });
  if (exitCode !== 0) throw keptFailure(names, report.refused);
  const { removed } = report;
  if (!mounted) return removed;
  const unmounting = await runOnHost("umount");
  if (unmounting.exitCode === 0) return removed;
  throw mountedFailure("this host", unmounting.stderr);
}
