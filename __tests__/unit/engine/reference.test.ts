/** Image references, as docker reads them. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inPath, parseReference, repositoryOf } from "../../../src/engine/registry/reference.ts";

const digest = `sha256:${"a".repeat(64)}`;

describe("parseReference", () => {
  const cases = [
    { input: "alpine", expected: ["docker.io", "library/alpine"] },
    { input: "alpine:3.20", expected: ["docker.io", "library/alpine", "3.20"] },
    { input: "me/app", expected: ["docker.io", "me/app"] },
    { input: "docker.io/alpine", expected: ["docker.io", "library/alpine"] },
    { input: "index.docker.io/me/app:1", expected: ["docker.io", "me/app", "1"] },
    { input: "localhost/app", expected: ["localhost", "app"] },
    { input: "localhost:5000/app", expected: ["localhost:5000", "app"] },
    { input: "127.0.0.1:5000/a/b/c:v1", expected: ["127.0.0.1:5000", "a/b/c", "v1"] },
    { input: "[::1]:5000/app:1", expected: ["[::1]:5000", "app", "1"] },
    { input: "Registry/app", expected: ["Registry", "app"] },
    { input: "ghcr.io/me/a__b.c-d:X_1", expected: ["ghcr.io", "me/a__b.c-d", "X_1"] },
    { input: `ghcr.io/me/app@${digest}`, expected: ["ghcr.io", "me/app", undefined, digest] },
    { input: `me/app:1@${digest}`, expected: ["docker.io", "me/app", "1", digest] },
  ];
  for (const { input, expected } of cases) {
    it(input, () => {
      const { domain, path, tag, digest: found } = parseReference(input);
      assert.deepEqual([domain, path, tag, found].slice(0, expected.length), expected);
      assert.deepEqual([tag, found].slice(expected.length - 2).filter(Boolean), []);
    });
  }

  const wrong = [
    "",
    "App",
    "me/App",
    "a//b",
    "/a",
    "a/",
    "a:",
    "a:b c",
    "ghcr.io/",
    "a@sha256:1",
    "-a.b/c",
  ];
  for (const input of wrong) {
    it(`refuses "${input}"`, () => {
      assert.throws(() => parseReference(input), {
        name: "Failure",
        message: "Not an image reference",
      });
    });
  }
});

describe("names in API paths", () => {
  it("repositoryOf joins domain and path", () => {
    assert.equal(repositoryOf(parseReference("alpine:1")), "docker.io/library/alpine");
  });
  it("inPath escapes all but the slashes", () => {
    assert.equal(inPath("127.0.0.1:5000/a b?c"), "127.0.0.1%3A5000/a%20b%3Fc");
  });
});
