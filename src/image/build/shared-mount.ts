/** Tells where a failed step shared a cache mount with the same moment's step of another platform. */

import type { Explanation } from "../../failure.ts";
import { commandOf, type Step } from "./steps-event.ts";

interface CacheMount {
  readonly id: string;
  readonly target: string;
}

/**
 * The cause and its cure, where a step of another platform ran at the same time with the same cache
 * mount, which neither locked: BuildKit gives both the same folder. Undefined: none did.
 */
export function sharedMount(failed: Step, steps: readonly Step[]): Explanation | undefined {
  const platform = failed.platforms?.serves;
  for (const { id, target } of sharedMounts(failed)) {
    const other = steps.find(
      (step) =>
        step.platforms?.serves !== platform &&
        overlap(failed, step) &&
        sharedMounts(step).some((mount) => mount.id === id),
    );
    if (platform === undefined || other?.platforms === undefined) continue;
    return {
      cause: `${other.platforms.serves} ran at the same time with the same cache mount (id ${id}): ${platform} and it lock or change the same files.`,
      fix: [
        "one of, in the Dockerfile:",
        `RUN --mount=type=cache,target=${target},sharing=locked …   # one platform after the other`,
        `RUN --mount=type=cache,target=${target},id=${id}-$TARGETARCH …   # a cache for each; after: ARG TARGETARCH`,
      ].join("\n"),
      anchor: "shared-cache-mount",
    };
  }
  return undefined;
}

/** Cache mounts of a RUN that others may use meanwhile; without an id it is the target. */
function sharedMounts(step: Step): readonly CacheMount[] {
  const flags = /^(?:--\S+\s+)*/.exec(commandOf(step))?.[0] ?? "";
  return [...flags.matchAll(/--mount=(\S+)/g)].flatMap(([, text = ""]) => {
    const fields = Object.fromEntries(text.split(",").map((field) => field.split(/=(.*)/s)));
    const { type, id, sharing = "shared" } = fields;
    const target = fields.target ?? fields.dst ?? fields.destination;
    if (type !== "cache" || target === undefined || sharing !== "shared") return [];
    // Not filled in by BuildKit's name of the step, it is another one on every platform.
    if (/\$\{?TARGET(?:ARCH|PLATFORM)\b/.test(id ?? target)) return [];
    return [{ id: id ?? target, target }];
  });
}

function overlap(one: Step, other: Step): boolean {
  const last = one.spans.at(-1);
  if (last === undefined) return false;
  const end = last.end ?? Number.POSITIVE_INFINITY;
  return other.spans.some(
    (span) => span.start < end && last.start < (span.end ?? Number.POSITIVE_INFINITY),
  );
}
