/** Tells from the handlers before and after an image ran what that image registered. */

import { jobIdIn } from "../job/job-id.ts";
import { type ImageMark, markFrom } from "./image-mark.ts";
import type { HandlerStatus } from "./status.ts";

export interface ByImage {
  /** That were not there, or only by an image that ran for one of our jobs. */
  readonly added: readonly HandlerStatus[];
  /** That this very image registered for a job which goes on. */
  readonly shared: readonly HandlerStatus[];
  /** In the place of others' of the same name. */
  readonly replaced: readonly HandlerStatus[];
  /** Names of others' that are not there any more. */
  readonly removed: readonly string[];
}

/**
 * A handler that has been there all the time is none of the image's, whatever it is like; one that
 * was registered anew under its name, by `--reset` for one, is: the kernel gives it another number.
 */
export function registeredByImage(
  before: readonly HandlerStatus[],
  after: readonly HandlerStatus[],
  image: string,
): ByImage {
  const marks = [...before, ...after].flatMap(({ name }) => markFrom(name) ?? []);
  const found: Record<Kind, HandlerStatus[]> = { added: [], shared: [], replaced: [], others: [] };
  for (const handler of foreign(after)) {
    const old = before.find(({ name }) => name === handler.name);
    found[kindOf(handler, old, { marks, image })].push(handler);
  }
  const names = after.map(({ name }) => name);
  const gone = foreign(before).filter(({ name }) => !names.includes(name));
  const { added, shared, replaced } = found;
  return { added, shared, replaced, removed: gone.map(({ name }) => name) };
}

type Kind = "added" | "shared" | "replaced" | "others";

function kindOf(
  handler: HandlerStatus,
  old: HandlerStatus | undefined,
  { marks, image }: { readonly marks: readonly ImageMark[]; readonly image: string },
): Kind {
  if (old === undefined) return "added";
  const ofJobs = marks.filter((mark) => mark.handler === old.name && mark.made === old.made);
  if (old.made !== handler.made) return ofJobs.length > 0 ? "added" : "replaced";
  return ofJobs.some((mark) => mark.image === image) ? "shared" : "others";
}

/** Those that no job of ours registered under its own name. */
function foreign(handlers: readonly HandlerStatus[]): readonly HandlerStatus[] {
  return handlers.filter(({ name }) => jobIdIn(name) === undefined);
}
