/** When a container builder shares the node's network. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { needsHostNetwork } from "../../../src/image/builder-network.ts";
import { nothing } from "./build-inputs.ts";

const none = { tags: [], outputs: [] };
const rows: { name: string; needs: boolean; got: boolean }[] = [
  { name: "nothing", needs: false, got: needsHostNetwork(nothing, none, undefined) },
  ...[
    { tag: "127.0.0.1:5000/a:1", needs: true },
    { tag: "localhost:5000/a", needs: true },
    { tag: "localhost/a", needs: true },
    { tag: "[::1]:5000/a", needs: true },
    { tag: "ghcr.io/owner/a", needs: false },
    { tag: "registry.localhost.example/a", needs: false },
    { tag: "ghcr.io/localhost/a", needs: false },
  ].map(({ tag, needs }) => ({
    name: `tag ${tag}`,
    needs,
    got: needsHostNetwork(nothing, { ...none, tags: [tag] }, undefined),
  })),
  ...[
    { text: "FROM 127.0.0.1:5000/base:1", needs: true },
    { text: "from --platform=$BUILDPLATFORM localhost:5000/base AS b", needs: true },
    { text: "ARG BASE=localhost:5000/base", needs: true },
    { text: "FROM alpine\nCOPY --from=127.0.0.1:5000/base /a /a", needs: true },
    { text: "FROM alpine\nRUN wget http://localhost:8080/", needs: false },
    { text: "FROM alpine\nARG URL=http://localhost:8080/", needs: false },
    { text: "# FROM localhost/a\nFROM alpine", needs: false },
  ].map(({ text, needs }) => ({
    name: `Dockerfile ${JSON.stringify(text)}`,
    needs,
    got: needsHostNetwork(nothing, none, text),
  })),
  ...[
    { build: { cacheFrom: ["type=registry,ref=127.0.0.1:5000/c"] }, needs: true },
    { build: { buildContexts: ["base=docker-image://localhost:5000/a"] }, needs: true },
    { build: { buildArgs: ["BASE=127.0.0.1:5000/a"] }, needs: true },
    { build: { buildArgs: ["API=http://127.0.0.1:5000/a"] }, needs: false },
  ].map(({ build, needs }) => ({
    name: JSON.stringify(build),
    needs,
    got: needsHostNetwork({ ...nothing, ...build }, none, undefined),
  })),
];

for (const { name, needs, got } of rows) {
  test(`network of the node: ${name} -> ${needs}`, () => assert.equal(got, needs));
}
