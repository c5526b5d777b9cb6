/** The `--attest` flags, by inputs and repository. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Attestations, attestationArguments } from "../../../src/image/build/attestations.ts";
import type { BuildInputs } from "../../../src/inputs/inputs.ts";
import { nothing } from "./build-inputs.ts";

const pub: Attestations = { kind: "on", privateRepository: false, builderId: "https://ci/1" };
const priv: Attestations = { ...pub, privateRepository: true };
const id = ",builder-id=https://ci/1";
const attests: {
  name: string;
  on: Attestations;
  build: Partial<BuildInputs>;
  expected: string[];
}[] = [
  {
    name: "off",
    on: { kind: "off" },
    build: { sbom: "true" },
    expected: ["type=provenance,disabled=true"],
  },
  { name: "public default", on: pub, build: {}, expected: [`type=provenance,mode=max${id}`] },
  {
    name: "private default",
    on: priv,
    build: {},
    expected: [`type=provenance,mode=min,inline-only=true${id}`],
  },
  {
    name: "outside of a workflow",
    on: { ...pub, builderId: undefined },
    build: {},
    expected: ["type=provenance,mode=max"],
  },
  { name: "buildx's own default", on: { ...pub, kind: "default" }, build: {}, expected: [] },
  {
    name: "provenance true",
    on: pub,
    build: { provenance: "true" },
    expected: [`type=provenance,disabled=false${id}`],
  },
  {
    name: "provenance false",
    on: pub,
    build: { provenance: "false" },
    expected: ["type=provenance,disabled=true"],
  },
  {
    name: "provenance attributes",
    on: priv,
    build: { provenance: "mode=max" },
    expected: [`type=provenance,mode=max${id}`],
  },
  {
    name: "own builder-id",
    on: pub,
    build: { provenance: "builder-id=x,mode=max" },
    expected: ["type=provenance,builder-id=x,mode=max"],
  },
  {
    name: "sbom true",
    on: pub,
    build: { provenance: "false", sbom: "true" },
    expected: ["type=provenance,disabled=true", "type=sbom,disabled=false"],
  },
  {
    name: "sbom generator",
    on: pub,
    build: { provenance: "false", sbom: "generator=img" },
    expected: ["type=provenance,disabled=true", "type=sbom,generator=img"],
  },
  {
    name: "attests",
    on: pub,
    build: { attests: ["type=provenance,mode=min", "type=sbom"] },
    expected: [`type=provenance,mode=min${id}`, "type=sbom"],
  },
  {
    name: "inputs win over attests",
    on: pub,
    build: {
      provenance: "mode=max",
      sbom: "generator=a",
      attests: ["type=provenance,mode=min", "type=sbom", "type=other"],
    },
    expected: [`type=provenance,mode=max${id}`, "type=sbom,generator=a", "type=other"],
  },
];

for (const { name, on, build, expected } of attests) {
  test(`attestations: ${name}`, () => {
    const flags = attestationArguments({ ...nothing, ...build }, on);
    assert.deepEqual(
      flags,
      expected.flatMap((value) => ["--attest", value]),
    );
  });
}
