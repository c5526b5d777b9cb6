/** Outcomes that the tests of the report share. */

import { nothingYet, type Outcome } from "../../../src/report/outcome.ts";
import type { PlatformOutcome } from "../../../src/report/platform-outcome.ts";

export const sha = "0123456789abcdef".repeat(4);
export const digest = `sha256:${sha}`;

export const emulated: PlatformOutcome = {
  platform: { os: "linux", architecture: "arm64" },
  native: false,
  emulator: {
    version: "7.2.22",
    source: "package",
    origin: "qemu-user-static 1:7.2+dfsg-7",
    sha256: sha,
    cpu: "max,pauth-impdef=on",
    cacheHit: true,
  },
  proofs: [{ machine: "aarch64", ms: 12, where: "node", emulatorVersion: "7.2.22" }],
  build: { ms: 12_345, cachedSteps: 5, steps: 8 },
  size: 13_400_000,
  check: { checked: 37, notices: [] },
  test: { exitCode: 0, ms: 1234 },
};

export const native: PlatformOutcome = {
  platform: { os: "linux", architecture: "amd64" },
  native: true,
  proofs: [],
  build: { ms: 2000, cachedSteps: 0, steps: 8 },
};

export const pushed: Outcome = {
  ...nothingYet,
  platforms: [native, emulated],
  builder: { kind: "docker", name: "default", reason: "the engine's own can do all that is asked" },
  pushed: [{ ref: "ghcr.io/me/app:1", digest }],
  digest,
  imageId: digest,
  metadata: "{}",
  phases: [
    { name: "preflight", ms: 31 },
    { name: "build", ms: 14_000 },
  ],
};
