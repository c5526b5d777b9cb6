/** The `with:` blocks that docker/build-push-action documents, registry and folders replaced. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface PeerExample {
  /** Page of its documentation (docs.docker.com/build/ci/github-actions/…), or of its README. */
  readonly page: string;
  readonly with: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ExamplePlaces {
  /** In the place of Docker Hub and ghcr.io: `127.0.0.1:5000/user`. */
  readonly registry: string;
  /** In the place of `runner.temp`. */
  readonly temp: string;
}

/** Every one of them; those that need what no test machine has are told in docs/build-push-action.md. */
export function peerExamples({ registry, temp }: ExamplePlaces): readonly PeerExample[] {
  const text = readFileSync(join(import.meta.dirname, "peer-examples.json"), "utf8");
  return JSON.parse(text.replaceAll("{registry}", registry).replaceAll("{temp}", temp));
}
