/** Reads what a leg pushed: which images it is, of which platforms, with which attestations. */

import { isFields } from "../any-json.ts";
import { descriptorFrom } from "../engine/images/image-facts.ts";
import { maybeTextAt, textMapAt } from "../engine/json.ts";
import type { Registry } from "../engine/registry/registry.ts";
import { jsonOf } from "../engine/registry/stored.ts";
import { type Entry, imageOf, type LegImage } from "./leg-image.ts";
import { entriesIn, refuseInnerIndex, refuseOrphan } from "./leg-shape.ts";
import { provenanceFits } from "./provenance.ts";

export interface LegContent {
  readonly images: readonly LegImage[];
  /** Of the leg's index. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** What BuildKit marks attestations with: https://github.com/moby/buildkit/blob/master/docs/attestations/attestation-storage.md */
const KIND = "vnd.docker.reference.type";
const SUBJECT = "vnd.docker.reference.digest";

/**
 * Undefined where the registry says that it, or a part of it, is not there.
 * @throws Failure where it is no image, no index of images, or has a foreign attestation
 */
export async function legContent(
  registry: Registry,
  path: string,
  digest: string,
): Promise<LegContent | undefined> {
  const top = await registry.manifest(path, digest);
  if (top === undefined) return undefined;
  const listed = entriesIn(top);
  if (listed === undefined) {
    const { mediaType, bytes } = top;
    const image = await imageOf(registry, path, {
      manifest: top,
      descriptor: { mediaType, digest, size: bytes.length },
    });
    return image && { images: [image], annotations: {} };
  }
  const entries = await Promise.all(listed.map((entry) => entryOf(registry, path, entry)));
  const there = entries.filter((entry) => entry !== undefined);
  if (there.length < entries.length) return undefined;
  return await contentOf(registry, path, {
    entries: there,
    annotations: textMapAt(jsonOf(top), "annotations"),
  });
}

async function entryOf(
  registry: Registry,
  path: string,
  entry: unknown,
): Promise<Entry | undefined> {
  const claimed = { ...(isFields(entry) ? entry : {}), ...descriptorFrom(entry) };
  const manifest = await registry.manifest(path, claimed.digest);
  if (manifest === undefined) return undefined;
  refuseInnerIndex(manifest);
  const { mediaType, bytes } = manifest;
  return { descriptor: { ...claimed, mediaType, size: bytes.length }, manifest };
}

async function contentOf(
  registry: Registry,
  path: string,
  { entries, annotations }: { entries: readonly Entry[]; annotations: LegContent["annotations"] },
): Promise<LegContent | undefined> {
  const attestations = entries.filter((entry) => markOf(entry, KIND) === "attestation-manifest");
  const others = entries.filter((entry) => !attestations.includes(entry));
  const images = await Promise.all(others.map((entry) => imageOf(registry, path, entry)));
  const there = images.filter((image) => image !== undefined);
  if (there.length < images.length) return undefined;
  const about = attestations.map((entry) => ({ entry, subject: markOf(entry, SUBJECT) }));
  for (const { entry, subject } of about) refuseOrphan(entry.descriptor.digest, subject, there);
  const fits = about.map((one) => provenanceFits(registry, path, one));
  if ((await Promise.all(fits)).includes(undefined)) return undefined;
  const withTheirs = there.map((image) => {
    const own = attestations.filter((one) => markOf(one, SUBJECT) === image.descriptor.digest);
    return { ...image, attestations: own.map(ofNoPlatform) };
  });
  return { images: withTheirs, annotations };
}

/** As attestations are: none is ever chosen as the image of a platform. */
function ofNoPlatform({ descriptor, manifest }: Entry): Entry {
  const platform = { architecture: "unknown", os: "unknown" };
  return { descriptor: { ...descriptor, platform }, manifest };
}

function markOf({ descriptor }: Entry, name: string): string | undefined {
  return maybeTextAt(descriptor, "annotations", name);
}
