/** The configuration that a container builder gets. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { builderConfig } from "../../../src/image/builder/config.ts";

const host = "reg.io:5000";
const plain = { host, loopback: false, insecure: false, authorities: [], keyPairs: [] };
const listed = { ...plain, insecure: true };
const certified = {
  ...plain,
  authorities: ["/etc/docker/certs.d/reg.io:5000/ca.crt"],
  keyPairs: [{ certificate: "/c/client.cert", key: "/c/client.key" }],
};
const listedText = '[registry."reg.io:5000"]\n  http = true\n  insecure = true\n';

for (const { name, registries = [], mirrors = [], given = "", expected } of [
  { name: "verified by default", registries: [plain], expected: undefined },
  { name: "listed as insecure", registries: [listed], expected: listedText },
  { name: "told twice", registries: [listed, listed], expected: listedText },
  {
    name: "certificates",
    registries: [certified],
    expected: `[registry."reg.io:5000"]
  ca = ["/etc/docker/certs.d/reg.io:5000/ca.crt"]
  [[registry."reg.io:5000".keypair]]
    cert = "/c/client.cert"
    key = "/c/client.key"
`,
  },
  {
    name: "mirrors of Docker Hub",
    mirrors: ["https://mirror.example/", "http://10.0.0.1:5000/hub/"],
    expected: `[registry."docker.io"]
  mirrors = ["mirror.example", "10.0.0.1:5000/hub"]

[registry."10.0.0.1:5000"]
  http = true
`,
  },
  {
    name: "the user's own file goes on",
    registries: [listed],
    given: "debug = true\n",
    expected: `debug = true\n\n${listedText}`,
  },
  {
    name: "the user's own file knows the registry",
    registries: [listed],
    given: listedText,
    expected: undefined,
  },
]) {
  test(name, () => assert.equal(builderConfig({ registries, mirrors, given }), expected));
}
