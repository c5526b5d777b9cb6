/** Takes an image out of the engine's store, as files that a registry can be given. */

import { createReadStream, createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { makeFolder } from "../../runner/temp.ts";
import type { Engine } from "../engine.ts";
import { listAt, parseJson, valueAt } from "../json.ts";
import { inPath } from "../registry/reference.ts";
import type { BlobSource, Stored } from "../registry/stored.ts";
import { type Descriptor, descriptorFrom } from "./image-facts.ts";

/** All that makes an image in a registry. */
export interface SavedImage {
  readonly blobs: readonly BlobSource[];
  /** Each after those that it lists; the last one is the image itself. */
  readonly manifests: readonly Stored[];
}

/** The names that are taken, in the layouts of all versions: what the engine hands out is untrusted. */
const TAKEN =
  /^(?:blobs\/sha256\/[0-9a-f]{64}|[0-9a-f]{64}(?:\.json|\/layer\.tar)|(?:index|manifest)\.json)$/;

/** Unpacks into `folder` what the engine gives of `ref`, as `docker save` does. */
export async function unpackImage(
  engine: Engine,
  ref: string,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const { extract } = await import("tar-stream");
  const entries = extract();
  const stream = await engine.stream("GET", `/images/${inPath(ref)}/get`, { signal });
  const sent = pipeline(stream, entries);
  // Awaited below: a stream that is cut ends the loop first.
  sent.catch(() => undefined);
  for await (const entry of entries) {
    const { name, type } = entry.header;
    if (type !== "file" || !TAKEN.test(name)) {
      entry.resume();
      continue;
    }
    const path = join(folder, name);
    makeFolder(dirname(path));
    await pipeline(entry, createWriteStream(path, { mode: 0o600 }));
  }
  await sent;
}

/** The image as the containerd store holds it: nothing is made anew, so its digest stays. */
export async function layoutImage(folder: string): Promise<SavedImage> {
  const top = listAt(await jsonIn(folder, "index.json"), "manifests")[0];
  const manifests = await manifestsBelow(folder, descriptorFrom(top));
  const listed = manifests.flatMap(({ bytes }) => {
    const manifest = parseJson(bytes.toString("utf8"), "a manifest of the engine");
    const config = valueAt(manifest, "config");
    return config === undefined ? [] : [config, ...listAt(manifest, "layers")];
  });
  const blobs = new Map(listed.map(descriptorFrom).map((each) => [each.digest, each]));
  return { manifests, blobs: [...blobs.values()].map((each) => sourceOf(folder, each)) };
}

async function manifestsBelow(folder: string, top: Descriptor): Promise<readonly Stored[]> {
  const { mediaType, digest } = top;
  const bytes = await readFile(blobFile(folder, digest));
  const below: Stored[] = [];
  for (const child of listAt(parseJson(bytes.toString("utf8"), "an index"), "manifests"))
    below.push(...(await manifestsBelow(folder, descriptorFrom(child))));
  return [...below, { mediaType, digest, bytes }];
}

/** The unchecked content of a JSON file of the layout. */
export async function jsonIn(folder: string, name: string): Promise<unknown> {
  return parseJson(await readFile(join(folder, name), "utf8"), `${name} of the engine's archive`);
}

function sourceOf(folder: string, { digest, size }: Descriptor): BlobSource {
  return { digest, size, open: async () => createReadStream(blobFile(folder, digest)) };
}

function blobFile(folder: string, digest: string): string {
  return join(folder, "blobs/sha256", digest.replace("sha256:", ""));
}
