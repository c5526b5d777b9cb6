/** What the engine answers about images, registries and pushes. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { imageFrom, platformFrom } from "../../../src/engine/images/image-facts.ts";
import { pushedIn } from "../../../src/engine/images/push.ts";
import { distributionFrom } from "../../../src/engine/registry/distribution.ts";
import { platformName } from "../../../src/platform/platform.ts";

describe("images and registries", () => {
  it("reads an image whose lists are null", () => {
    const answer = {
      Id: "sha256:1",
      Os: "linux",
      Architecture: "arm64",
      Variant: "v8",
      Size: 5,
      RepoTags: null,
    };
    assert.deepEqual(imageFrom(answer), {
      id: "sha256:1",
      platform: { os: "linux", architecture: "arm64" },
      size: 5,
      repoDigests: [],
      repoTags: [],
    });
  });

  it("arm without a variant is v7", () => {
    assert.equal(
      platformName(platformFrom({ os: "linux", architecture: "arm", variant: undefined })),
      "linux/arm/v7",
    );
    assert.equal(
      platformName(platformFrom({ os: "linux", architecture: "arm", variant: "v6" })),
      "linux/arm/v6",
    );
  });

  it("counts attestations apart, and does not take silence for none", () => {
    const Descriptor = { mediaType: "m", digest: "sha256:2", size: 7 };
    const unknown = { os: "unknown", architecture: "unknown" };
    const arm64 = { os: "linux", architecture: "arm64" };
    const of = (Platforms: unknown): unknown => distributionFrom({ Descriptor, Platforms });
    assert.deepEqual(of([arm64, unknown, unknown]), {
      ...Descriptor,
      platforms: [arm64],
      attestations: 2,
    });
    assert.deepEqual(of([]), { ...Descriptor, platforms: undefined, attestations: 0 });
  });

  const lines = [
    {
      line: { aux: { Tag: "1", Digest: "sha256:ab", Size: 3 } },
      expected: { digest: "sha256:ab", size: 3 },
    },
    {
      line: { status: "1: digest: sha256:cd size: 2382" },
      expected: { digest: "sha256:cd", size: 2382 },
    },
    { line: { status: "Pushed", id: "ab" }, expected: undefined },
    { line: { aux: { manifestPushedInsteadOfIndex: true } }, expected: undefined },
  ];
  for (const { line, expected } of lines) {
    it(`digest in ${JSON.stringify(line)}`, () => assert.deepEqual(pushedIn(line), expected));
  }
});
