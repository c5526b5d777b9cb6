/** Puts images made here into the loopback registry, one tar as the layer of each platform. */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Failure } from "../../src/failure.ts";

export interface ImagePart {
  readonly architecture: string;
  readonly variant?: string | undefined;
  /** Path of the uncompressed tar that is the whole file system. */
  readonly layer: string;
  /** As in an OCI image's `config`. */
  readonly config: Readonly<Record<string, unknown>>;
}

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const TYPES = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
} as const;

/** The digest of `name:tag` at `registry` (`HOST:PORT`, plain HTTP), or undefined. */
export async function digestOf(registry: string, reference: string): Promise<string | undefined> {
  const [name, tag] = reference.split(":");
  const reply = await fetch(`http://${registry}/v2/${name}/manifests/${tag}`, {
    method: "HEAD",
    headers: { accept: TYPES.index },
  });
  return reply.ok ? (reply.headers.get("docker-content-digest") ?? undefined) : undefined;
}

/** Pushes one index of `parts` as `reference` (`name:tag`); gives its digest. */
export async function pushIndex(
  registry: string,
  reference: string,
  parts: readonly ImagePart[],
): Promise<string> {
  const [name = "", tag = ""] = reference.split(":");
  const base = `http://${registry}/v2/${name}`;
  const manifests = [];
  for (const part of parts) {
    const { architecture, variant } = part;
    const platform = { architecture, os: "linux", ...(variant ? { variant } : {}) };
    manifests.push({ ...(await pushImage(base, part, platform)), platform });
  }
  const index = { schemaVersion: 2, mediaType: TYPES.index, manifests };
  return (await pushManifest(base, tag, index)).digest;
}

async function pushImage(base: string, part: ImagePart, platform: object): Promise<Descriptor> {
  const layer = await pushBlob(base, TYPES.layer, await readFile(part.layer));
  const rootfs = { type: "layers", diff_ids: [layer.digest] };
  const config = { ...platform, created: "1970-01-01T00:00:00Z", config: part.config, rootfs };
  const manifest = {
    schemaVersion: 2,
    mediaType: TYPES.manifest,
    config: await pushBlob(base, TYPES.config, Buffer.from(JSON.stringify(config))),
    layers: [layer],
  };
  return await pushManifest(base, undefined, manifest);
}

export async function pushBlob(base: string, mediaType: string, data: Buffer): Promise<Descriptor> {
  const described = descriptor(mediaType, data);
  const there = await fetch(`${base}/blobs/${described.digest}`, { method: "HEAD" });
  if (there.ok) return described;
  const start = await fetch(`${base}/blobs/uploads/`, { method: "POST" });
  const location = new URL(start.headers.get("location") ?? "", base);
  location.searchParams.set("digest", described.digest);
  await put(location.href, "application/octet-stream", data);
  return described;
}

/** Pushes by `tag`, or by digest where there is none. */
export async function pushManifest(
  base: string,
  tag: string | undefined,
  manifest: { readonly mediaType: string; readonly [field: string]: unknown },
): Promise<Descriptor> {
  const data = Buffer.from(JSON.stringify(manifest));
  const described = descriptor(manifest.mediaType, data);
  await put(`${base}/manifests/${tag ?? described.digest}`, manifest.mediaType, data);
  return described;
}

async function put(url: string, type: string, body: Buffer): Promise<void> {
  const headers = { "content-type": type };
  const reply = await fetch(url, { method: "PUT", headers, body: new Uint8Array(body) });
  if (reply.ok) return;
  throw new Failure({
    what: `could not push to ${url}`,
    seen: `${reply.status} ${await reply.text()}`,
  });
}

function descriptor(mediaType: string, data: Buffer): Descriptor {
  const digest = `sha256:${createHash("sha256").update(data).digest("hex")}`;
  return { mediaType, digest, size: data.length };
}
