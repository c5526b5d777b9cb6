/** Moves the tags one after the other, and where one does not move, says which did and how to finish. */

import { parseReference, repositoryOf } from "../../engine/registry/reference.ts";
import type { Registry } from "../../engine/registry/registry.ts";
import type { Stored } from "../../engine/registry/stored.ts";
import { Failure } from "../../failure.ts";
import { readBackFailure } from "../../image/read-back.ts";
import type { MergeInputs } from "../../inputs/merge.ts";
import type { LookedImage } from "../../matrix/leg-state.ts";
import type { Place } from "../../matrix/spread.ts";
import { parsePlatform } from "../../platform/parse.ts";
import { pushLine } from "../../report/lines.ts";
import { log } from "../../runner/log.ts";
import type { RunRecord } from "../record.ts";

export interface Publishing {
  readonly inputs: MergeInputs;
  readonly parts: readonly LookedImage[];
  readonly index: Stored;
  readonly registries: ReadonlyMap<string, Registry>;
  readonly record: RunRecord;
  readonly signal: AbortSignal;
}

export function placeOf(ref: string, registries: ReadonlyMap<string, Registry>): Place {
  const { domain, path } = parseReference(ref);
  const registry = registries.get(domain);
  if (registry === undefined) throw new TypeError(`no registry ${domain}`);
  return { registry, path };
}

/** Every repository has the index by its digest. */
export async function moveTags(publishing: Publishing): Promise<void> {
  const { inputs, record, signal } = publishing;
  for (const [index, tag] of inputs.tags.entries()) {
    try {
      await moveTag(publishing, tag);
    } catch (error) {
      const states = await statesAfter(publishing, index);
      if (signal.aborted) record.warn(`Cancelled while tags were moved.\n${states.join("\n")}`);
      throw error instanceof Failure ? stopped(publishing, error, states) : error;
    }
  }
}

async function moveTag(publishing: Publishing, tag: string): Promise<void> {
  const { parts, index, registries, record } = publishing;
  const { registry, path } = placeOf(tag, registries);
  const { digest } = index;
  await registry.putManifest(path, nameOf(tag), index);
  const seen = await registry.manifest(path, nameOf(tag));
  const platforms = parts.flatMap(({ leg }) => parsePlatform(leg.platform) ?? []);
  const failure = readBackFailure(
    tag,
    { digest, platforms },
    seen && { digest: seen.digest, platforms },
  );
  if (failure !== undefined) throw failure;
  record.add({ pushed: [...record.outcome().pushed, { ref: tag, digest }] });
  log.info(pushLine({ ref: tag, digest }));
}

const nameOf = (tag: string): string => parseReference(tag).tag ?? "latest";

const MOVED = "moved: ";

/** A line for each tag; of the one that failed its registry is asked: its answer alone may be lost. */
async function statesAfter(publishing: Publishing, failed: number): Promise<readonly string[]> {
  const { inputs, index, registries } = publishing;
  const tag = inputs.tags[failed] ?? "";
  const { registry, path } = placeOf(tag, registries);
  const seen = await registry.manifest(path, nameOf(tag)).then(
    (found) => (found?.digest === index.digest ? MOVED : "not moved: "),
    () => "not known, its registry does not answer: ",
  );
  return inputs.tags.map((each, place) => {
    if (place === failed) return `${seen}${each}`;
    return `${place < failed ? MOVED : "not moved: "}${each}`;
  });
}

/** A single source is copied as it is, so the command by hand gives the tag the same digest. */
function stopped(
  { inputs, index }: Publishing,
  { message, parts }: Failure,
  states: readonly string[],
) {
  const { tags } = inputs;
  const left = tags.filter((_, place) => !states[place]?.startsWith(MOVED));
  const commands = left.map(
    (tag) =>
      `docker buildx imagetools create --tag ${tag} ${repositoryOf(parseReference(tag))}@${index.digest}`,
  );
  const count = tags.length - left.length;
  return new Failure({
    ...parts,
    what: `${message}; ${count === 0 ? "no tag was moved" : `${count} of ${tags.length} tags moved`}`,
    seen: [parts.seen ?? "", ...states].join("\n"),
    expected: `every tag names ${index.digest}, which every repository has already`,
    fix:
      left.length === 0 ? parts.fix : `Re-run failed jobs   # or by hand\n${commands.join("\n")}`,
    anchor: "tags-moved",
  });
}
