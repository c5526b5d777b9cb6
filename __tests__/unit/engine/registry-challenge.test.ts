import assert from "node:assert/strict";
import { test } from "node:test";
import { challengeFrom, tokenRequest } from "../../../src/engine/registry/challenge.ts";
import { TRIES, waitAfter, waitAfterError } from "../../../src/engine/registry/patience.ts";

const ghcr =
  'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:me/app:pull"';
const demands = [
  {
    name: "a token",
    header: ghcr,
    expected: { kind: "bearer", realm: "https://ghcr.io/token", service: "ghcr.io" },
  },
  {
    name: "no service",
    header: "bearer realm=https://r.io/t",
    expected: { kind: "bearer", realm: "https://r.io/t", service: undefined },
  },
  { name: "a password", header: 'Basic realm="ECR"', expected: { kind: "basic" } },
  {
    name: "both",
    header: `Basic realm="x", ${ghcr}`,
    expected: { kind: "bearer", realm: "https://ghcr.io/token", service: "ghcr.io" },
  },
  { name: "a realm that is no address", header: 'Bearer realm="/token"', expected: undefined },
  { name: "something else", header: "Negotiate", expected: undefined },
  { name: "nothing", header: undefined, expected: undefined },
];

for (const { name, header, expected } of demands) {
  test(`a demand for ${name}`, () => assert.deepEqual(challengeFrom(header), expected));
}

const bearer = { kind: "bearer", realm: "https://r.io/token?a=1", service: "r.io" } as const;
const scopes = ["repository:me/app:pull,push", "repository:me/base:pull"];

test("a name with its password asks in the address, and is not in it", () => {
  const { method, url, headers, body } = tokenRequest(bearer, scopes, {
    username: "me",
    password: "s:e",
  });
  assert.deepEqual([method, body], ["GET", undefined]);
  assert.deepEqual(new URL(url).searchParams.getAll("scope"), scopes);
  assert.equal(new URL(url).searchParams.get("a"), "1");
  assert.deepEqual(headers, { authorization: `Basic ${Buffer.from("me:s:e").toString("base64")}` });
});

test("an identity token is posted; nobody shows nothing", () => {
  const posted = tokenRequest(bearer, scopes, { identitytoken: "t" });
  assert.equal(posted.method, "POST");
  const form = new URLSearchParams(posted.body);
  assert.deepEqual([form.get("refresh_token"), form.get("scope")], ["t", scopes.join(" ")]);
  assert.ok(!posted.url.includes("refresh_token"));
  assert.deepEqual(tokenRequest(bearer, scopes, undefined).headers, {});
});

test("what passes is tried again after growing waits, or when the registry says", () => {
  assert.deepEqual(
    [2, 3, 4, 5].map((next) => waitAfter(503, {}, next)),
    [400, 800, 1600, undefined],
  );
  assert.equal(waitAfter(429, { "retry-after": "2" }, 2), 2000);
  assert.equal(waitAfter(429, { "retry-after": "3600" }, 2), undefined);
  for (const status of [200, 401, 403, 404, 501])
    assert.equal(waitAfter(status, { "retry-after": "1" }, 2), undefined);
  assert.equal(waitAfterError({ code: "ECONNRESET" }, TRIES), 1600);
  assert.equal(waitAfterError({ code: "ECONNREFUSED" }, 2), undefined);
});
