/** Makes what a registry takes of an image in the classic store, which keeps its layers unpacked. */

import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Failure } from "../../failure.ts";
import { inBatches } from "../../runner/batches.ts";
import { listAt, textAt, textsAt } from "../json.ts";
import { type BlobSource, digestOf, MEDIA_TYPES } from "../registry/stored.ts";
import { jsonIn, type SavedImage } from "./saved-image.ts";

const CONFIG = "application/vnd.oci.image.config.v1+json";
const LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
/** Layers packed at the same time: Node packs on four threads. */
const AT_ONCE = 4;

/**
 * The image with its configuration byte for byte, which tells the digests of the unpacked layers: it
 * is the one that was tested. The layers are packed here, as the engine does when it pushes.
 */
export async function packedImage(folder: string): Promise<SavedImage> {
  const answer = { list: await jsonIn(folder, "manifest.json") };
  const [entry] = listAt(answer, "list");
  const config = await readFile(inFolder(folder, textAt(entry, "Config")));
  const paths = textsAt(entry, "Layers").map((path) => inFolder(folder, path));
  const once = [...new Set(paths)];
  const blobs = await inBatches(once, AT_ONCE, async (path) => [path, await pack(path)] as const);
  const packed = new Map(blobs);
  const layers = paths.flatMap((path) => packed.get(path) ?? []);
  const [digest, size] = [digestOf(config), config.length];
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.image,
      config: { mediaType: CONFIG, digest, size },
      layers: layers.map((layer) => ({
        mediaType: LAYER,
        digest: layer.digest,
        size: layer.size,
      })),
    }),
  );
  const open = async () => createReadStream(inFolder(folder, textAt(entry, "Config")));
  return {
    blobs: [{ digest, size, open }, ...packed.values()],
    manifests: [{ mediaType: MEDIA_TYPES.image, digest: digestOf(bytes), bytes }],
  };
}

/** The engine names files of its archive; nothing else is opened. */
function inFolder(folder: string, path: string): string {
  if (/^[\w/]+(\.json|\.tar)?$/.test(path)) return join(folder, path);
  throw new Failure({ what: "The engine's archive of an image names an odd file", seen: path });
}

/** Packs one layer and drops the unpacked file; the same bytes give the same blob, so none is sent twice. */
async function pack(path: string): Promise<BlobSource> {
  const file = `${path}.gz`;
  const hash = createHash("sha256");
  let size = 0;
  const counting = new Transform({
    transform(piece, _, done) {
      hash.update(piece);
      size += piece.length;
      done(null, piece);
    },
  });
  const { createGzip } = await import("node:zlib");
  await pipeline(createReadStream(path), createGzip(), counting, createWriteStream(file));
  await rm(path);
  const digest = `sha256:${hash.digest("hex")}`;
  return { digest, size, open: async () => createReadStream(file) };
}
