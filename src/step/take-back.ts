/** Ends a run that failed or was cancelled, and tidies one that succeeded. */

import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { orEngineStopped } from "../engine/connection/stopped.ts";
import { removeImage } from "../engine/images/images.ts";
import { sentence } from "../failure.ts";
import { type HostJob, hasEngine } from "../job/job.ts";
import type { Ledger } from "../job/ledger.ts";
import { orAborted } from "../runner/abortable.ts";
import { endChildren } from "../runner/children.ts";
import { log } from "../runner/log.ts";
import { undo } from "./undo.ts";

/**
 * Milliseconds of the 7.5 s that the runner gives after its first signal: for work and its programs
 * to end, twice, and to undo.
 */
const GRACE = 1_200;
const CANCELLED = 4_000;
/** Milliseconds to undo where nobody waits. */
const FAILED = 30_000;

/**
 * The result of `work`. Once `signal` is aborted its programs are ended, and it gets `GRACE` to end
 * too; then the signal's reason is thrown, however far it is: not all it waits for can be aborted.
 */
async function orStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await orAborted(work, signal);
  } catch (error) {
    if (signal.aborted) {
      const ended = work.catch(() => undefined);
      await Promise.all([endChildren(GRACE), Promise.race([ended, sleep(GRACE)])]);
    }
    throw error;
  }
}

/**
 * Does `work` for the job: what only the run itself needed is gone at its end, with the images that
 * `work` gives back; everything that was made is taken back where it fails or the job is cancelled,
 * and the reason thrown.
 */
export async function carryOut(job: HostJob, work: Promise<readonly string[]>): Promise<void> {
  try {
    await tidy(job, await orStopped(work, job.signal));
  } catch (error) {
    const why = job.signal.aborted ? error : await whyFailed(job, error);
    // A cancelled run fails in many ways at once; what it is told as is the cancel.
    const reason: unknown = job.signal.aborted ? job.signal.reason : why;
    await takeBack(job);
    throw reason;
  } finally {
    job.engine?.close();
  }
}

/** The error itself, or that the engine stopped under the work. */
async function whyFailed(job: HostJob, error: unknown): Promise<unknown> {
  return hasEngine(job) ? await orEngineStopped(job.engine, error, job.signal) : error;
}

/** Ends every program of this run, then undoes all that it made; what is left is left to post. */
async function takeBack(job: HostJob): Promise<void> {
  await endChildren(GRACE);
  // `keep` is for a job that got what it wanted.
  told(job, { keep: false });
  // The run's own signal may be aborted; undoing has a limit of its own.
  const signal = AbortSignal.timeout(job.signal.aborted ? CANCELLED : FAILED);
  if (await undo({ ...job, signal, last: false })) told(job, { undone: true });
}

/** Undoing does not wait for a disk that is full: this process knows, and post finds it done. */
function told({ ledger }: HostJob, change: Partial<Ledger>): void {
  try {
    ledger.note(change);
  } catch {
    // What post reads is older, and tells of no less.
  }
}

/**
 * Removes what only the run itself needed, the images `refs` among it; handlers and their builder stay
 * until post. What cannot be removed is told, and fails nothing that is done.
 */
async function tidy(job: HostJob, refs: readonly string[]): Promise<void> {
  // Before the images: containerd's store keeps one without a name while a container is made of it.
  const before = await Promise.allSettled(job.pending);
  const then = await Promise.allSettled([
    ...(hasEngine(job) ? refs.map((ref) => removeImage(job.engine, ref)) : []),
    rm(job.temp, { recursive: true, force: true }),
  ]);
  for (const end of [...before, ...then]) {
    if (end.status === "rejected") {
      log.warning(`${sentence(end.reason)}; the post step tries again`);
    }
  }
}
