/** Runs the image that registers its own emulators, and marks on the node what it registered. */

import { type ByImage, registeredByImage } from "../../binfmt/by-image.ts";
import { type ImageMark, imageDigits, markLine, markName } from "../../binfmt/image-mark.ts";
import { ordersFor } from "../../binfmt/orders.ts";
import { runRegistrar } from "../../binfmt/registrar.ts";
import type { HandlerStatus } from "../../binfmt/status.ts";
import {
  type BeginSpec,
  type Begun,
  beginContainer,
  endOf,
  type RunResult,
} from "../../engine/container/begin.ts";
import { Failure } from "../../failure.ts";
import type { Job } from "../../job/job.ts";
import { JOB_LABEL } from "../../job/job-id.ts";

/** Milliseconds to see and to mark what was registered by an image that was stopped. */
const LOOK = 5_000;

/** What may stand in the name of a mark, and in a list of names for a shell. */
const PLAIN = /^[\w.+-]{1,100}$/;

/** What an image did to the node's handlers, and how it ended. */
export interface ImageRun {
  readonly seen: ByImage;
  readonly after: readonly HandlerStatus[];
  readonly ended: RunResult;
}

export interface RunnableImage {
  readonly ref: string;
  /** Pulls it where the engine does not have it. */
  ensure(): Promise<void>;
}

/** The command that people run it by. */
export const COMMAND = ["-p", "yes"];

/**
 * Runs it without `--reset`, which would remove handlers of others. What it registered gets marks of
 * this job's, by which undo finds it, also where the image is stopped in the middle.
 */
export async function runMarked(
  job: Job,
  image: RunnableImage,
  before: readonly HandlerStatus[],
): Promise<ImageRun> {
  try {
    const ended = await runImage(job, image);
    return { ended, ...(await marked(job, image.ref, before)) };
  } catch (error) {
    await marked({ ...job, signal: AbortSignal.timeout(LOOK) }, image.ref, before);
    throw error;
  }
}

async function runImage(job: Job, { ref, ensure }: RunnableImage): Promise<RunResult> {
  const spec = {
    image: ref,
    cmd: COMMAND,
    labels: { [JOB_LABEL]: job.id },
    network: "none",
    privileged: true,
    usernsHost: true,
    signal: job.signal,
  };
  const ended = await endOf(job.engine, await begun(job, spec, ensure));
  job.pending.push(ended.removed);
  return ended;
}

/** Whoever pulled the image may remove it between our look and our container: a few times. */
async function begun(
  { engine, signal }: Job,
  spec: BeginSpec,
  ensure: RunnableImage["ensure"],
): Promise<Begun> {
  for (let left = 2; ; left--) {
    signal.throwIfAborted();
    await ensure();
    try {
      return await beginContainer(engine, spec);
    } catch (error) {
      if (left === 0 || !(error instanceof Failure)) throw error;
    }
  }
}

async function marked(
  job: Job,
  image: string,
  before: readonly HandlerStatus[],
): Promise<Pick<ImageRun, "seen" | "after">> {
  const { report } = await runRegistrar(job, { action: "list", rights: "least" });
  const after = report.entries;
  const seen = registeredByImage(before, after, imageDigits(image));
  const marks = [...seen.added, ...seen.shared].flatMap(({ name, made = "" }) =>
    PLAIN.test(name) ? [{ jobId: job.id, image: imageDigits(image), made, handler: name }] : [],
  );
  if (marks.length > 0) await setMarks(job, marks);
  return { seen, after };
}

async function setMarks(job: Job, marks: readonly ImageMark[]): Promise<void> {
  const orders = ordersFor(marks.map((mark) => ({ name: markName(mark), line: markLine(mark) })));
  const run = { action: "register", rights: "least", orders } as const;
  const { exitCode, report } = await runRegistrar(job, run);
  if (exitCode === 0) return;
  throw new Failure({
    what: "What the image registered could not be marked as this job's, so post would not remove it",
    seen: Object.entries(report.refused).flat().join(" ") || `exit code ${exitCode}`,
    fix: "register: auto",
    anchor: "registration-image",
  });
}
