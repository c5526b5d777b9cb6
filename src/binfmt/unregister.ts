/** Takes handlers away again, by their names; everybody else's stay. */

import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { MISC, removeCommand } from "../binfmt-misc.ts";
import { codeOf, Failure } from "../failure.ts";
import type { Job } from "../job/job.ts";
import { runOnHost } from "./host-registrar.ts";
import { markFrom } from "./image-mark.ts";
import { ensureRegistrar, runRegistrar } from "./registrar.ts";

export interface UnregisterRequest {
  /** Names of handlers; one that ends in `*` stands for all that begin so. */
  readonly names: readonly string[];
  /** Whether the node's handlers are those of this process's kernel and user namespace. */
  readonly here: boolean;
  /** Whether binfmt_misc was mounted on the node by this job. */
  readonly mounted: boolean;
}

/**
 * Removes the handlers of these names, gone ones too, and, where this job mounted binfmt_misc and
 * nobody else's handler is in it, that mount. Does nothing that is not needed: as root of the node's own
 * machine it starts no container. Running foreign programs go on; new ones no longer start. Gives back
 * the names that were there.
 */
export async function unregister(job: Job, request: UnregisterRequest): Promise<readonly string[]> {
  const { names, mounted } = request;
  const here = request.here ? await removeHere(names) : undefined;
  if (here !== undefined && !mounted) return here;
  const removed = here ?? (await removeThere(job, request));
  if (!mounted) return removed;
  await ensureRegistrar(job);
  const { exitCode, stderr } = await runRegistrar(job, { action: "umount", rights: "privileged" });
  if (exitCode === 0) return removed;
  throw mountedFailure("the engine's node", stderr);
}

async function removeThere(job: Job, request: UnregisterRequest): Promise<readonly string[]> {
  const { names, mounted } = request;
  const rights = mounted ? "privileged" : "least";
  try {
    await ensureRegistrar(job);
    const { report, exitCode } = await runRegistrar(job, { action: "unregister", names, rights });
    if (exitCode !== 0) throw keptFailure(names, report.refused);
    return report.removed;
  } catch (error) {
    // An engine that stopped does not say where its node is; handlers of these names do.
    const removed = (await removeHere(names)) ?? [];
    if (removed.length > 0) return removed;
    throw error;
  }
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
export function keptFailure(
  names: readonly string[],
  refused: Readonly<Record<string, string>>,
): Failure {
  return new Failure({
    what: "Handlers of this job are still registered",
    seen: Object.entries(refused).flat().join(" "),
    expected: "none",
    fix: removeCommand(names),
    anchor: "cleanup",
  });
}

/** Whether a handler called `name` is meant by one of `names`. */
export function isNamed(name: string, names: readonly string[]): boolean {
  return names.some((meant) =>
    meant.endsWith("*") ? name.startsWith(meant.slice(0, -1)) : name === meant,
  );
}

/** What was removed; undefined unless this process's own mount of binfmt_misc shows that none is left. */
async function removeHere(names: readonly string[]): Promise<readonly string[] | undefined> {
  try {
    const meant = (await readdir(MISC)).filter((name) => isNamed(name, names));
    // What they mark goes too, by whoever has the last mark: the script is alone at it.
    if (meant.some((name) => markFrom(name) !== undefined)) {
      const { report, exitCode } = await runOnHost("unregister", { names });
      return exitCode === 0 ? report.removed : undefined;
    }
    const removed = await Promise.all(meant.map(removeOne));
    const left = await readdir(MISC);
    const none = left.includes("status") && !left.some((name) => isNamed(name, names));
    return none ? removed.flat() : undefined;
  } catch {
    return undefined;
  }
}

/** Somebody else may have removed it just before. */
async function removeOne(name: string): Promise<readonly string[]> {
  try {
    // Not to be created where it is gone: binfmt_misc refuses that with EACCES.
    await using file = await open(join(MISC, name), "r+");
    await file.write("-1");
    return [name];
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}
