/** A leg's image of any number of platforms with attestations as BuildKit stores them, made without a build. */

import { createHash } from "node:crypto";
import { type Descriptor, pushBlob, pushManifest } from "../../scripts/rig/push.ts";

const OCI = "application/vnd.oci.image";
const PREDICATES: Readonly<Record<string, string>> = {
  provenance: "https://slsa.dev/provenance/v0.2",
  spdx: "https://spdx.dev/Document",
};

/** Pushes to `HOST/repository` by digest, or under a tag; gives the index's. `proofs`: `provenance`, `spdx`. */
export async function madeLeg(
  repository: string,
  platforms: readonly string[],
  proofs: readonly string[] = [],
  tag?: string,
): Promise<string> {
  const [, host = "", path = ""] = /^([^/]+)\/(.+)$/.exec(repository) ?? [];
  const base = `http://${host}/v2/${path}`;
  const layer = Buffer.alloc(10_240);
  const made = await pushBlob(base, `${OCI}.layer.v1.tar`, layer);
  const images = await Promise.all(platforms.map((name) => imageOf(base, name, made)));
  const attestations = await Promise.all(
    proofs.length === 0 ? [] : images.map((image) => proofOf(base, image, proofs)),
  );
  const manifests = [...images, ...attestations];
  const index = { schemaVersion: 2, mediaType: `${OCI}.index.v1+json`, manifests };
  return (await pushManifest(base, tag, index)).digest;
}

async function imageOf(base: string, name: string, layer: Descriptor) {
  const [os, architecture, variant] = name.split("/");
  const platform = { os, architecture, ...(variant === undefined ? {} : { variant }) };
  const rootfs = { type: "layers", diff_ids: [layer.digest] };
  return { ...(await manifestOf(base, { ...platform, config: {}, rootfs }, [layer])), platform };
}

/** One attestation manifest for an image, with a statement of each kind. */
async function proofOf(base: string, { digest }: Descriptor, kinds: readonly string[]) {
  const layers = await Promise.all(kinds.map((kind) => statementOf(base, digest, kind)));
  const platform = { os: "unknown", architecture: "unknown" };
  const rootfs = { type: "layers", diff_ids: layers.map((layer) => layer.digest) };
  const manifest = await manifestOf(base, { ...platform, config: {}, rootfs }, layers);
  const marks = { "vnd.docker.reference.type": "attestation-manifest" };
  return {
    ...manifest,
    annotations: { ...marks, "vnd.docker.reference.digest": digest },
    platform,
  };
}

async function statementOf(base: string, digest: string, kind: string) {
  const predicateType = PREDICATES[kind];
  const subject = [{ name: "made", digest: { sha256: digest.replace("sha256:", "") } }];
  const _type = "https://in-toto.io/Statement/v0.1";
  // As each build's own: no two statements are the same bytes.
  const predicate = { made: createHash("sha1").update(`${digest}${kind}`).digest("hex") };
  const data = Buffer.from(JSON.stringify({ _type, predicateType, subject, predicate }));
  const blob = await pushBlob(base, "application/vnd.in-toto+json", data);
  return { ...blob, annotations: { "in-toto.io/predicate-type": predicateType } };
}

async function manifestOf(base: string, image: object, layers: readonly object[]) {
  const config = await pushBlob(base, `${OCI}.config.v1+json`, Buffer.from(JSON.stringify(image)));
  const mediaType = `${OCI}.manifest.v1+json`;
  return await pushManifest(base, undefined, { schemaVersion: 2, mediaType, config, layers });
}
