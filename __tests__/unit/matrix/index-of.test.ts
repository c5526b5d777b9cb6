/** The one index: its media type follows from what it lists. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { digestOf, MEDIA_TYPES } from "../../../src/engine/registry/stored.ts";
import { indexOf } from "../../../src/matrix/index-of.ts";
import type { LegImage } from "../../../src/matrix/leg-image.ts";

const { dockerImage, dockerIndex, image, index } = MEDIA_TYPES;

function entry(mediaType: string, text: string): Omit<LegImage, "platform" | "attestations"> {
  const bytes = Buffer.from(text);
  const digest = digestOf(bytes);
  const descriptor = { mediaType, digest, size: bytes.length };
  return { descriptor, manifest: { mediaType, digest, bytes } };
}

const table = [
  { name: "OCI's images", types: [image, image], gives: index },
  { name: "Docker's images", types: [dockerImage, dockerImage], gives: dockerIndex },
  { name: "one of each", types: [dockerImage, image], gives: index },
  {
    name: "Docker's images with annotations, which its list cannot have",
    types: [dockerImage, dockerImage],
    annotations: { a: "b" },
    gives: index,
  },
  {
    name: "Docker's images with an attestation of OCI's type",
    types: [dockerImage, dockerImage],
    proof: image,
    gives: index,
  },
];

for (const { name, types, annotations = {}, proof, gives } of table) {
  test(`one media type of ${name}`, () => {
    const attestations = proof === undefined ? [] : [entry(proof, "proof")];
    const images = types.map((type, place) => ({
      ...entry(type, `${place}`),
      platform: `linux/${place}`,
      attestations: place === 0 ? attestations : [],
    }));
    const { mediaType, digest, bytes } = indexOf(images, annotations);
    const value: { mediaType: string; manifests: readonly { digest: string }[] } = JSON.parse(
      bytes.toString("utf8"),
    );
    assert.deepEqual([mediaType, value.mediaType, digest], [gives, gives, digestOf(bytes)]);
    assert.deepEqual(
      value.manifests.map((one) => one.digest),
      [...images, ...attestations].map(({ descriptor }) => descriptor.digest),
      "images first, then what is about them",
    );
  });
}
