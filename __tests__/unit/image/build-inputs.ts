/** Inputs of a build with nothing asked for; tests say what differs. */

import type { BuildInputs } from "../../../src/inputs/inputs.ts";

export const nothing: BuildInputs = {
  addHosts: [],
  allow: [],
  annotations: [],
  attests: [],
  buildArgs: [],
  buildContexts: [],
  cacheFrom: [],
  cacheTo: [],
  call: undefined,
  cgroupParent: undefined,
  context: ".",
  file: undefined,
  labels: [],
  network: undefined,
  noCache: false,
  noCacheFilters: [],
  provenance: undefined,
  pull: false,
  sbom: undefined,
  secrets: [],
  shmSize: undefined,
  ssh: [],
  target: undefined,
  ulimit: [],
  githubToken: undefined,
};
