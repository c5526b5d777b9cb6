/** Reads the attestations of a published index, and compares every digest on the way to their statements. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";

interface Entry {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
  readonly platform: { readonly os: string; readonly architecture: string; variant?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Statement {
  readonly predicateType: string;
  readonly subject: readonly { readonly digest: { readonly sha256: string } }[];
}

/** Platform of an image -> the kinds of its statements, sorted: `provenance`, `spdx`. */
export type Attested = Readonly<Record<string, readonly string[]>>;

/**
 * What is attested of each image under `HOST/repository:tag`. Fails where an attestation is about no
 * image of the index, stands among the images, is not there, or has a statement about something else.
 */
export async function attested(ref: string): Promise<Attested> {
  const [, host = "", name = "", what = ""] =
    /^([^/]+)\/(.+?)[:@]((?:sha256:)?[^:@/]+)$/.exec(ref) ?? [];
  const base = `http://${host}/v2/${name}`;
  const { manifests }: { manifests: readonly Entry[] } = JSON.parse(
    String(await get(`${base}/manifests/${what}`)),
  );
  const isProof = ({ platform }: Entry): boolean => platform.os === "unknown";
  const [images, proofs] = [manifests.filter((one) => !isProof(one)), manifests.filter(isProof)];
  const found = new Map<string, string[]>(images.map((one) => [one.digest, []]));
  for (const proof of proofs) {
    const { annotations = {} } = proof;
    assert.equal(annotations["vnd.docker.reference.type"], "attestation-manifest");
    const subject = annotations["vnd.docker.reference.digest"] ?? "";
    assert.ok(found.has(subject), `${ref}: ${proof.digest} is about ${subject}`);
    found.get(subject)?.push(...(await kindsOf(base, proof, subject)));
  }
  const pairs = images.map(({ digest, platform: { os, architecture, variant } }) => [
    [os, architecture, variant].filter((part) => part !== undefined).join("/"),
    found.get(digest)?.sort(),
  ]);
  return Object.fromEntries(pairs);
}

/** Kinds of the statements in an attestation manifest, all of which are about `subject`. */
async function kindsOf(base: string, proof: Entry, subject: string): Promise<readonly string[]> {
  const bytes = await whole(`${base}/manifests/${proof.digest}`, proof);
  const { config, layers }: { config: Entry; layers: readonly Entry[] } = JSON.parse(String(bytes));
  await whole(`${base}/blobs/${config.digest}`, config);
  const kinds = [];
  for (const layer of layers) {
    assert.equal(layer.mediaType, "application/vnd.in-toto+json");
    const text = String(await whole(`${base}/blobs/${layer.digest}`, layer));
    const { predicateType, subject: about }: Statement = JSON.parse(text);
    assert.equal(layer.annotations?.["in-toto.io/predicate-type"], predicateType);
    assert.ok(about.length > 0, text);
    for (const { digest } of about) assert.equal(`sha256:${digest.sha256}`, subject);
    kinds.push(/provenance|spdx/.exec(predicateType)?.[0] ?? predicateType);
  }
  return kinds;
}

/** The bytes that a descriptor promises. */
async function whole(url: string, { digest, size }: Entry): Promise<Buffer> {
  const bytes = await get(url);
  assert.equal(bytes.length, size, url);
  assert.equal(`sha256:${createHash("sha256").update(bytes).digest("hex")}`, digest, url);
  return bytes;
}

async function get(url: string): Promise<Buffer> {
  const types = ["image.index.v1", "image.manifest.v1"].map((one) => `application/vnd.oci.${one}`);
  const accept = types.map((type) => `${type}+json`).join();
  const reply = await fetch(url, { headers: { accept } });
  assert.ok(reply.ok, `${reply.status}: ${url}`);
  return Buffer.from(await reply.arrayBuffer());
}
