/** What registries say, and what the user is told; what is asked of containers. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { createCall } from "../../../src/engine/container/body.ts";
import { RegistryFailure } from "../../../src/engine/registry/failure.ts";
import { parseReference } from "../../../src/engine/registry/reference.ts";
import { kindIn, type Refusal } from "../../../src/engine/registry/refusals.ts";

describe("kindIn", () => {
  const cases = [
    { text: "no basic auth credentials", expected: "unauthenticated" },
    { text: "unauthorized: authentication required", expected: "unauthenticated" },
    {
      text: "unexpected status from HEAD request to http://h/v2/: 401 Unauthorized",
      expected: "unauthenticated",
    },
    { text: "denied: permission_denied: write_package", expected: "denied" },
    {
      text: "unexpected status from POST request to http://h:5000/v2/: 403 Forbidden",
      expected: "denied",
    },
    {
      text: "push access denied, repository does not exist: insufficient_scope",
      expected: "denied",
    },
    {
      text: 'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
      expected: "unreachable",
    },
    {
      text: "dial tcp: lookup nowhere.example on 127.0.0.53:53: no such host",
      expected: "unreachable",
    },
    { text: "received unexpected HTTP status: 503 Service Unavailable", expected: "busy" },
    {
      text: "unexpected status from PUT request to https://h/v2/: 429 Too Many Requests",
      expected: "busy",
    },
    { text: "toomanyrequests: You have reached your limit", expected: "busy" },
    { text: "403 Forbidden: You have exceeded a secondary rate limit", expected: "busy" },
    { text: "http: server gave HTTP response to HTTPS client", expected: "untrusted" },
    { text: "x509: certificate signed by unknown authority", expected: "untrusted" },
    { text: "error from registry: retry-after: 1.4s, allowed: 44000/minute", expected: "busy" },
    {
      text: "denied: Your authorization token has expired. Reauthenticate and try again.",
      expected: "unauthenticated",
    },
    {
      text: "tag invalid: The image tag '1' already exists in the 'a' repository and cannot be overwritten because the repository is immutable.",
      expected: "immutable",
    },
    { text: "failed to copy: httpReadSeeker: unexpected EOF", expected: "broken" },
    { text: "write tcp 10.0.0.1:443: connection reset by peer", expected: "broken" },
    { text: "net/http: TLS handshake timeout", expected: "broken" },
    { text: "tag does not exist: h/a:503", expected: "other" },
    { text: "the repository's name must be geofenced", expected: "other" },
  ];
  for (const { text, expected } of cases) {
    it(`${expected}: ${text}`, () => assert.equal(kindIn(text, true).refusal, expected));
  }
  it("denied without credentials means not logged in", () => {
    assert.equal(
      kindIn("denied: requested access to the resource is denied", false).refusal,
      "unauthenticated",
    );
  });
});

describe("anchors", () => {
  const text = readFileSync("docs/troubleshooting.md", "utf8");
  const refusals: Refusal[] = [
    ...([
      "unauthenticated",
      "denied",
      "unreachable",
      "untrusted",
      "immutable",
      "broken",
      "busy",
      "other",
    ] as const),
  ];
  for (const refusal of refusals) {
    it(`docs/troubleshooting.md explains registry-${refusal}`, () => {
      assert.ok(text.includes(`id="registry-${refusal}"`));
    });
  }
});

describe("RegistryFailure", () => {
  const cases = [
    {
      ref: "ghcr.io/me/app:1",
      text: "denied",
      seen: "denied (403)",
      what: "Could not push to ghcr.io, repository me/app",
      told: /token may lack write.*packages: write/,
    },
    {
      ref: "me/app",
      text: "401 Unauthorized",
      what: "Could not push to docker.io, repository me/app",
      told: /login at docker\.io is wrong, or has expired.*docker login"/,
    },
    {
      ref: "h:5000/a",
      text: "no basic auth credentials",
      seen: "no basic auth credentials (401)",
      what: "Could not push to h:5000, repository a",
      told: /docker login h:5000/,
    },
  ];
  for (const { ref, text, seen = text, what, told } of cases) {
    it(`${ref}: ${text}`, () => {
      const reference = parseReference(ref);
      const failure = new RegistryFailure({ did: "push to", reference, text, authenticated: true });
      assert.equal(failure.message, what);
      assert.equal(failure.parts.seen, seen);
      assert.match(JSON.stringify([failure.parts.cause, failure.parts.fix]), told);
    });
  }
});

describe("createCall", () => {
  const spec = { image: "i", cmd: ["a"], labels: {}, network: "none" };

  it("asks for nothing that was not named", () => {
    const { path, body } = createCall(spec);
    assert.equal(path, "/containers/create?");
    assert.deepEqual(JSON.parse(JSON.stringify(body)), {
      Image: "i",
      Cmd: ["a"],
      Labels: {},
      Env: [],
      Volumes: {},
      AttachStdout: true,
      AttachStderr: true,
      HostConfig: {
        NetworkMode: "none",
        ReadonlyRootfs: false,
        Privileged: false,
        PidMode: "",
        UsernsMode: "",
        LogConfig: { Type: "none" },
      },
    });
  });

  it("puts the platform into the query, and clears an entrypoint", () => {
    const platform = { os: "linux", architecture: "arm", variant: "v7" };
    const { path, body } = createCall({ ...spec, platform, entrypoint: [] });
    assert.equal(path, "/containers/create?platform=linux%2Farm%2Fv7");
    assert.deepEqual(JSON.parse(JSON.stringify(body)).Entrypoint, [""]);
  });
});
