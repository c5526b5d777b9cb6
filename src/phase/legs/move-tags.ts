/** Moves the tags, and reads back what each of them names. */

import { Failure } from "../../failure.ts";
import { readBackFailure } from "../../image/read-back.ts";
import { parsePlatform } from "../../platform/parse.ts";
import { pushLine } from "../../report/lines.ts";
import { log } from "../../runner/log.ts";
import {
  halfMoved,
  type Progress,
  type Publishing,
  placeOf,
  statesAfter,
  tagIn,
} from "./half-moved.ts";

/**
 * Every repository has the index by its digest. What the tags name is read back after the last one
 * moved: of two runs that move the same tags at once, the one whose tag was taken finds out.
 */
export async function moveTags(publishing: Publishing): Promise<void> {
  const { tags } = publishing.inputs;
  for (const [place, tag] of tags.entries())
    await told(publishing, { place, moved: place }, () => moveTag(publishing, tag));
  for (const [place, tag] of tags.entries())
    await told(publishing, { place, moved: tags.length }, () => readBack(publishing, tag));
}

async function told(publishing: Publishing, at: Progress, work: () => Promise<void>) {
  const { record, signal } = publishing;
  try {
    await work();
  } catch (error) {
    const states = await statesAfter(publishing, at);
    if (signal.aborted) record.warn(`Cancelled while tags were moved.\n${states.join("\n")}`);
    throw error instanceof Failure ? halfMoved(publishing, error, states) : error;
  }
}

async function moveTag({ index, registries, record }: Publishing, tag: string): Promise<void> {
  const { registry, path } = placeOf(tag, registries);
  await registry.putManifest(path, tagIn(tag), index);
  record.add({ pushed: [...record.outcome().pushed, { ref: tag, digest: index.digest }] });
}

/** By GET, and by HEAD, which is what docker asks for a tag. */
async function readBack({ parts, index, registries }: Publishing, tag: string): Promise<void> {
  const { registry, path } = placeOf(tag, registries);
  const { digest } = index;
  const platforms = parts.flatMap(({ leg }) => parsePlatform(leg.platform) ?? []);
  const wanted = { digest, platforms };
  const seen = await registry.manifest(path, tagIn(tag));
  const told = await registry.told(path, tagIn(tag));
  for (const one of [seen?.digest, told === "" ? digest : told]) {
    const named = one === undefined ? undefined : { digest: one, platforms };
    const failure = readBackFailure(tag, wanted, named);
    if (failure !== undefined) throw failure;
  }
  log.info(pushLine({ ref: tag, digest }));
}
