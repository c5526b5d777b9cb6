/** Removes what jobs that were killed left on the node: found by its name, never what a living job has. */

import { dirname } from "node:path";
import { markFrom } from "../../binfmt/image-mark.ts";
import type { Registration } from "../../binfmt/register.ts";
import { type HandlerStatus, sameMagic } from "../../binfmt/status.ts";
import { unregister } from "../../binfmt/unregister.ts";
import { unregisterHost } from "../../binfmt/unregister-host.ts";
import { sentence } from "../../failure.ts";
import { type HostJob, hasEngine } from "../../job/job.ts";
import { isKept, isOver, jobIdIn, type Onlooker } from "../../job/job-id.ts";
import { log } from "../../runner/log.ts";
import { markedIn, running, whereabouts } from "../../runner/marks.ts";

/** What this run knows of the others of its runner, now. */
export async function onlooker({ temp }: HostJob): Promise<Onlooker> {
  const folder = dirname(temp);
  const [here, marked] = [await whereabouts(folder), await markedIn(folder)];
  return { ...here, marked, up: running(), now: Date.now() };
}

/**
 * Of the handlers that were there before, those of jobs that are over go; nothing is run where there
 * are none. Never rejects: that they stay harms nobody, since this job's are in front of them.
 */
export async function sweepHandlers(
  job: HostJob,
  { before }: Pick<Registration, "before">,
): Promise<void> {
  try {
    const looking = await onlooker(job);
    const names = before.map(({ name }) => name).filter((name) => isLeft(name, looking));
    if (names.length === 0) return;
    const removed = await removedOf(job, names);
    if (removed.length === 0) return;
    log.info(`removed handlers that a killed job left: ${removed.join(", ")}`);
  } catch (error) {
    log.info(`handlers of a killed job stay: ${sentence(error)}`);
  }
}

/**
 * A mount that another run made, which may end before this one, is this job's too from now on: whoever
 * ends last takes it away, where nobody's handler is left. Told before anything else may be.
 */
export async function adoptMount(job: HostJob, { mounter }: Registration): Promise<void> {
  if (mounter === undefined || isKept(mounter) || mounter === job.id) return;
  job.ledger.note({ mounted: true });
  if (!isOver(mounter, await onlooker(job))) return;
  log.info(`binfmt_misc was mounted by a killed job, and is unmounted after this one: ${mounter}`);
}

/** Those of `names` that were still there: their own job may have ended meanwhile. */
async function removedOf(job: HostJob, names: readonly string[]): Promise<readonly string[]> {
  const { handlers } = job.ledger.current();
  if (handlers === "host" || !hasEngine(job))
    return await unregisterHost({ names, mounted: false });
  const own = { ...job, pending: [] };
  const removed = await unregister(own, { names, mounted: false, here: handlers === "here" });
  await Promise.all(own.pending);
  return removed;
}

function isLeft(name: string, looking: Onlooker): boolean {
  const id = jobIdIn(name);
  return id !== undefined && name.startsWith(id) && !isKept(id) && isOver(id, looking);
}

/** Names of the marks that earlier jobs kept, on the handlers of these names that an image registered. */
export function marksBefore(
  before: readonly HandlerStatus[],
  handlers: readonly HandlerStatus[],
): readonly string[] {
  const isOn = (mark: string): boolean =>
    handlers.some(({ name }) => name === markFrom(mark)?.handler);
  return before.flatMap(({ name }) => (isKept(name) && isOn(name) ? [name] : []));
}

/** Names of the handlers that earlier jobs kept, for the programs that this job's are for. */
export function keptBefore({ before, handlers }: Registration): readonly string[] {
  const kept = before.filter(({ name }: HandlerStatus) => isKept(name));
  return handlers.flatMap(({ rule }) => sameMagic(kept, rule.magic).map(({ name }) => name));
}
