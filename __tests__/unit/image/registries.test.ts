/** Which registries a build is seen to ask before it starts. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { registriesIn } from "../../../src/image/registries.ts";
import { nothing } from "./build-inputs.ts";

const none = { tags: [], outputs: [] };
const rows: { name: string; hosts: string[]; got: readonly string[] }[] = [
  { name: "nothing", hosts: [], got: registriesIn(nothing, none, undefined) },
  ...[
    { tag: "127.0.0.1:5000/a:1", hosts: ["127.0.0.1:5000"] },
    { tag: "localhost:5000/a", hosts: ["localhost:5000"] },
    { tag: "localhost/a", hosts: ["localhost"] },
    { tag: "[::1]:5000/a", hosts: ["[::1]:5000"] },
    { tag: "ghcr.io/owner/a", hosts: ["ghcr.io"] },
    { tag: "ghcr.io/localhost/a", hosts: ["ghcr.io"] },
    { tag: "owner/a:1", hosts: [] },
    { tag: "registry.internal:8443/a/b@sha256:0", hosts: ["registry.internal:8443"] },
  ].map(({ tag, hosts }) => ({
    name: `tag ${tag}`,
    hosts,
    got: registriesIn(nothing, { ...none, tags: [tag] }, undefined),
  })),
  ...[
    { text: "FROM 127.0.0.1:5000/base:1", hosts: ["127.0.0.1:5000"] },
    { text: "from --platform=$BUILDPLATFORM reg.io/base AS b\nFROM b", hosts: ["reg.io"] },
    { text: "ARG BASE=localhost:5000/base", hosts: ["localhost:5000"] },
    { text: "ARG REGISTRY=reg.io:5000\nFROM $REGISTRY/a", hosts: ["reg.io:5000"] },
    { text: 'ARG REGISTRY="reg.io:5000"', hosts: ["reg.io:5000"] },
    { text: "# syntax=reg.io/docker/dockerfile:1\nFROM alpine:3", hosts: ["reg.io"] },
    { text: "FROM alpine\nCOPY --from=reg.io/base /a /a", hosts: ["reg.io"] },
    { text: "FROM alpine\nRUN wget http://localhost:8080/", hosts: [] },
    { text: "FROM alpine\nARG URL=http://localhost:8080/", hosts: [] },
    { text: "# FROM localhost/a\nFROM alpine", hosts: [] },
  ].map(({ text, hosts }) => ({
    name: `Dockerfile ${JSON.stringify(text)}`,
    hosts,
    got: registriesIn(nothing, none, text),
  })),
  ...[
    { build: { cacheFrom: ["type=registry,ref=reg.io:5000/c"] }, hosts: ["reg.io:5000"] },
    { build: { cacheTo: ["reg.io/c"] }, hosts: ["reg.io"] },
    { build: { buildContexts: ["base=docker-image://reg.io/a"] }, hosts: ["reg.io"] },
    { build: { buildArgs: ["BASE=127.0.0.1:5000/a"] }, hosts: ["127.0.0.1:5000"] },
    { build: { buildArgs: ["REGISTRY=reg.io:5000"] }, hosts: ["reg.io:5000"] },
    { build: { buildArgs: ["API=http://127.0.0.1:5000/a", "V=1.2"] }, hosts: [] },
  ].map(({ build, hosts }) => ({
    name: JSON.stringify(build),
    hosts,
    got: registriesIn({ ...nothing, ...build }, none, undefined),
  })),
];

for (const { name, hosts, got } of rows) {
  test(`${name} -> ${hosts.join(", ") || "none"}`, () => assert.deepEqual(got, hosts));
}
