/** Publishes the index: everything to every repository first, then the tags, then it is read back. */

import { parseReference, repositoryOf } from "../../engine/registry/reference.ts";
import { bringManifest, bringTo, type Part } from "../../matrix/spread.ts";
import { log } from "../../runner/log.ts";
import { type Publishing, placeOf, untouched } from "./half-moved.ts";
import { moveTags } from "./move-tags.ts";

/** @throws Failure; one of the first phase has moved no tag, one of the second tells which it has */
export async function publishIndex(publishing: Publishing): Promise<void> {
  const { index, record, signal } = publishing;
  await record.phase("Bring everything to every repository", () =>
    bringAll(publishing).catch(untouched),
  );
  signal.throwIfAborted();
  await record.phase("Tag and read back", () => moveTags(publishing));
  const { mediaType, digest, bytes } = index;
  record.add({ digest, metadata: JSON.stringify({ mediaType, digest, size: bytes.length }) });
}

async function bringAll({ inputs, parts, index, registries }: Publishing): Promise<void> {
  const all: readonly Part[] = parts.flatMap(({ image, source }) =>
    [image, ...image.attestations].map((entry) => ({ entry, source })),
  );
  const repositories = new Set(inputs.tags.map((tag) => repositoryOf(parseReference(tag))));
  for (const repository of repositories) {
    const target = placeOf(repository, registries);
    await bringTo(target, all);
    await bringManifest(target, index);
    log.info(`${repository}: has all parts and ${index.digest}`);
  }
}
