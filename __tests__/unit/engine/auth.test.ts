/** Accounts in docker's configuration, and how the engine takes them. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { accountIn, headerFor } from "../../../src/engine/registry/auth.ts";

const HUB = "https://index.docker.io/v1/";
const SECRET = "s:ecret?~";
const auth = Buffer.from(`me:${SECRET}`).toString("base64");
const me = { username: "me", password: SECRET };

describe("accountIn", () => {
  const cases = [
    { name: "by its host", auths: { "ghcr.io": { auth } }, server: "ghcr.io", expected: me },
    {
      name: "by an old address",
      auths: { "https://ghcr.io/v1/": { auth } },
      server: "ghcr.io",
      expected: me,
    },
    { name: "Docker Hub", auths: { [HUB]: { auth } }, server: HUB, expected: me },
    { name: "with a port", auths: { "h:5000": { auth } }, server: "h:5000", expected: me },
    { name: "another port", auths: { "h:5000": { auth } }, server: "h", expected: undefined },
    {
      name: "plain text",
      auths: { h: { username: "me", password: SECRET } },
      server: "h",
      expected: me,
    },
    {
      name: "identity token",
      auths: { h: { identitytoken: "t" } },
      server: "h",
      expected: { identitytoken: "t" },
    },
    { name: "an empty entry", auths: { h: {} }, server: "h", expected: undefined },
    { name: "nonsense", auths: { h: { auth: [SECRET] } }, server: "h", expected: undefined },
    { name: "no accounts", auths: undefined, server: "h", expected: undefined },
  ];
  for (const { name, auths, server, expected } of cases) {
    it(name, () => assert.deepEqual(accountIn({ auths }, server), expected));
  }
});

describe("headerFor", () => {
  it("is padded base64url of JSON", () => {
    const header = headerFor({ username: "é?>~" }, "h");
    assert.match(header, /^[A-Za-z0-9_-]+=*$/);
    assert.equal(header.length % 4, 0);
    const json = Buffer.from(header, "base64url").toString();
    assert.deepEqual(JSON.parse(json), { username: "é?>~", serveraddress: "h" });
  });
});
