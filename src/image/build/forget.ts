/** Keeps the next build from taking over what a crashed step made. */

import { forgetSteps } from "../../engine/buildx/build-cache.ts";
import type { Stop } from "./stop.ts";

/**
 * Takes a step that ended well after a crash out of the builder's cache: the next build would have
 * it from there, and no crash would be seen. Resolves with whether it is gone.
 */
export async function forgottenAfter(
  { step }: Stop,
  builder: string | undefined,
): Promise<boolean> {
  const { start, end } = step.spans.at(-1) ?? {};
  if (step.crash === undefined || start === undefined || end === undefined) return true;
  return await forgetSteps(builder, { start, end });
}
