/** Marks in binfmt_misc: which handlers an image registered under names of its own, and for which jobs. */

import { jobIdIn } from "../job/job-id.ts";

/** A job that uses a handler which an image registered for it, or for another job before. */
export interface ImageMark {
  readonly jobId: string;
  /** First 12 hex digits of the image's digest. */
  readonly image: string;
  /** Of the handler: which registration it is, and its name. */
  readonly made: string;
  readonly handler: string;
}

/** `<job id>-image-<image>-<made>-<handler>`, as the script's `unregister` reads it. */
export function markName({ jobId, image, made, handler }: ImageMark): string {
  return `${jobId}-image-${image}-${made}-${handler}`;
}

/** The mark of this name; undefined for any other handler. */
export function markFrom(name: string): ImageMark | undefined {
  const jobId = jobIdIn(name);
  if (jobId === undefined || !name.startsWith(jobId)) return undefined;
  const parts = /^-image-([0-9a-f]{12})-(\d+)-(.+)$/.exec(name.slice(jobId.length));
  const [, image, made, handler] = parts ?? [];
  if (image === undefined || made === undefined || handler === undefined) return undefined;
  return { jobId, image, made, handler };
}

/** A rule that no program meets: for files whose name ends in the job's id. */
export function markLine(mark: ImageMark): string {
  return `:${markName(mark)}:E::${mark.jobId}::/bin/false:`;
}

/** `name@sha256:0123…` -> the digits that marks have of it. */
export function imageDigits(ref: string): string {
  return /@sha256:([0-9a-f]{12})/.exec(ref)?.[1] ?? "000000000000";
}
