/** The workflows that docker/build-push-action documents, with loopback in the place of their registries. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { evaluated } from "./workflow/expression.ts";
import { list, type Mapping, mapping, text, texts } from "./workflow/values.ts";

export interface PeerExample {
  /** Page of its documentation (docs.docker.com/build/ci/github-actions/…), or of its README. */
  readonly page: string;
  /** What is not as documented; undefined: nothing. */
  readonly changed: string | undefined;
  /** The image store it asks for; undefined: any. */
  readonly store: string | undefined;
  readonly env: Mapping;
  /** Bodies of its jobs. */
  readonly jobs: Mapping;
}

export interface ExamplePlaces {
  /** In the place of Docker Hub: `127.0.0.1:5000/a`. */
  readonly hub: string;
  /** In the place of ghcr.io, of `localhost:5000` and of `alpine:3.23`. */
  readonly ghcr: string;
  readonly service: string;
  readonly base: string;
  /** Put before the names of images that stay in the engine. */
  readonly prefix: string;
}

/** All of them, in the order of the file. */
export function peerExamples(places: ExamplePlaces): readonly PeerExample[] {
  const { hub, ghcr, service, base, prefix } = places;
  const content = readFileSync(join(import.meta.dirname, "peer-examples.yml"), "utf8")
    .replaceAll(/ghcr\.io\/(?:user|username)\//g, `${ghcr}/`)
    .replaceAll(/(?<![\w./])(?:user|name)\/app/g, `${hub}/app`)
    .replaceAll("${{ vars.DOCKERHUB_USERNAME }}/clockbox", `${hub}/clockbox`)
    .replaceAll("registry: ghcr.io", `registry: ${ghcr.split("/")[0]}`)
    .replaceAll("localhost:5000", service)
    .replaceAll("alpine:3.23", base)
    .replaceAll(/(?<![\w-])my(-base-)?image:/g, `${prefix}$&`);
  return list(parse(content, { merge: true }).examples).map((value): PeerExample => {
    const { page, changed, store, env, jobs } = mapping(value, "example");
    const maybe = (item: unknown) => (item === undefined ? undefined : text(item, "example"));
    return {
      ...{ page: text(page, "page"), changed: maybe(changed) },
      ...{ store: maybe(store) },
      ...{ env: mapping(env, "env"), jobs: mapping(jobs, "jobs") },
    };
  });
}

const PEER = "docker/build-push-action@";

/** The whole workflow, with this action in the place of the peer; `more` inputs are for this machine. */
export function workflowOf({ env, jobs }: PeerExample, more: Mapping): string {
  const bodies = Object.entries(jobs).map(([id, value]) => {
    const job = mapping(value, id);
    const steps = list(job.steps).map((item) => {
      const step = mapping(item, "step");
      if (!text(step.uses, "uses").startsWith(PEER)) return step;
      return {
        ...step,
        uses: "OWNER/anyarch@main",
        with: { ...mapping(step.with, "with"), ...more },
      };
    });
    return [id, { "runs-on": "ubuntu-latest", ...job, steps }];
  });
  return stringify({ name: "ci", on: "push", env, jobs: Object.fromEntries(bodies) });
}

export interface PeerInputs {
  readonly with: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/** What the peer's steps of an example get, with these contexts; a matrix is its first combination. */
export function inputsOf({ env, jobs }: PeerExample, contexts: Mapping): readonly PeerInputs[] {
  return Object.values(jobs).flatMap((value) => {
    const job = mapping(value, "job");
    const axes = mapping(mapping(job.strategy, "strategy").matrix, "matrix");
    const first = Object.entries(axes).map(([name, values]) => [name, list(values)[0]]);
    const known: Record<string, Mapping> = {};
    const scope = {
      contexts: { ...contexts, env, matrix: Object.fromEntries(first), steps: known },
      status: "success",
    } as const;
    return list(job.steps).flatMap((item): readonly PeerInputs[] => {
      const step = mapping(item, "step");
      const given = texts(evaluated(step.with, scope), "with");
      const own = texts(evaluated(step.env, scope), "env");
      const uses = text(step.uses, "uses");
      if (step.id !== undefined && uses.startsWith("docker/metadata-action@"))
        known[text(step.id, "id")] = { outputs: metadataOf(given, own) };
      return uses.startsWith(PEER) ? [{ with: given, env: own }] : [];
    });
  });
}

/** Outputs of docker/metadata-action on the branch `main`: fixed texts. */
export function metadataOf(
  { images = "" }: Readonly<Record<string, string>>,
  { DOCKER_METADATA_ANNOTATIONS_LEVELS: levels = "manifest" }: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const names = images.split("\n").filter((name) => name !== "");
  const tags = names.flatMap((name) => [`${name}:main`, `${name}:sha-ad132f5`]);
  const labels = [
    "org.opencontainers.image.title=an app, small",
    'org.opencontainers.image.description=It says "hello" = nothing',
    "org.opencontainers.image.version=main",
  ];
  return {
    ...{ version: "main", tags: tags.join("\n"), labels: labels.join("\n") },
    annotations: labels.map((label) => `${levels}:${label}`).join("\n"),
    json: JSON.stringify({ tags }),
  };
}
