/** Publishes the index: everything to every repository first, then the tags, then it is read back. */

import { parseReference, repositoryOf } from "../../engine/registry/reference.ts";
import type { Registry } from "../../engine/registry/registry.ts";
import type { Stored } from "../../engine/registry/stored.ts";
import { readBackFailure } from "../../image/read-back.ts";
import type { MergeInputs } from "../../inputs/merge.ts";
import type { LookedImage } from "../../matrix/leg-state.ts";
import { bringTo, type Part, type Place } from "../../matrix/spread.ts";
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

/** @throws Failure; one of the first phase has moved no tag, one of the second tells which it has */
export async function publishIndex(publishing: Publishing): Promise<void> {
  const { inputs, index, record, signal } = publishing;
  await record.phase("Bring everything to every repository", () => bringAll(publishing));
  signal.throwIfAborted();
  await record.phase("Tag and read back", async () => {
    for (const tag of inputs.tags) await moveTag(publishing, tag);
  });
  const { mediaType, digest, bytes } = index;
  record.add({ digest, metadata: JSON.stringify({ mediaType, digest, size: bytes.length }) });
}

function placeOf(ref: string, registries: ReadonlyMap<string, Registry>): Place {
  const { domain, path } = parseReference(ref);
  const registry = registries.get(domain);
  if (registry === undefined) throw new TypeError(`no registry ${domain}`);
  return { registry, path };
}

async function bringAll({ inputs, parts, index, registries }: Publishing): Promise<void> {
  const all: readonly Part[] = parts.flatMap(({ image, source }) =>
    [image, ...image.attestations].map((entry) => ({ entry, source })),
  );
  const repositories = new Set(inputs.tags.map((tag) => repositoryOf(parseReference(tag))));
  for (const repository of repositories) {
    const target = placeOf(repository, registries);
    await bringTo(target, all);
    await target.registry.putManifest(target.path, index.digest, index);
    log.info(`${repository}: has all parts and ${index.digest}`);
  }
}

async function moveTag(
  { parts, index, registries, record }: Publishing,
  tag: string,
): Promise<void> {
  const { registry, path } = placeOf(tag, registries);
  const { digest } = index;
  const name = parseReference(tag).tag ?? "latest";
  await registry.putManifest(path, name, index);
  const seen = await registry.manifest(path, name);
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
