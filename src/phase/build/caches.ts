/** Tells how the caches of the build were saved: a lost one costs time, and not the image. */

import { Failure } from "../../failure.ts";
import type { CacheResult } from "../../image/build/cache.ts";
import type { RunRecord } from "../record.ts";

/** One warning for each that was not saved, and a row of the summary for every one. */
export function tellCaches(results: readonly CacheResult[], record: RunRecord): void {
  const caches = results.map(({ name, reason }) => ({ name, saved: reason === undefined, reason }));
  record.add({ caches });
  for (const { name, reason, strict } of results) {
    if (reason !== undefined && !strict) record.warn(`cache ${name} was not saved: ${reason}`);
  }
}

/**
 * To be called when everything else is done.
 * @throws Failure where one was not saved that must be (`ignore-error=false`)
 */
export function demandCaches(results: readonly CacheResult[]): void {
  const lost = results.find(({ reason, strict }) => reason !== undefined && strict);
  if (lost === undefined) return;
  throw new Failure({
    what: "A cache was not saved, and its ignore-error=false makes this an error.",
    seen: `cache-to: ${lost.name}: ${lost.reason}`,
    cause: "its registry or service does not answer, or the login lacks the right to write",
    fix: "cache-to: …   # without ignore-error=false: then it is a warning",
    anchor: "cache-not-saved",
  });
}
