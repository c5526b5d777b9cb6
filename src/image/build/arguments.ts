/** Makes the command line of one build out of the workflow's inputs. */

import type { BuildInputs } from "../../inputs/inputs.ts";
import { type Attestations, attestationArguments } from "./attestations.ts";

/** One call of buildx; a job may need several (load to test, then push). */
export interface BuildStep {
  /** Canonical names; empty: the builder's native platform. */
  readonly platforms: readonly string[];
  readonly tags: readonly string[];
  /** One exporter, as for `--output`: `type=docker` loads, `type=registry` pushes; absent: none. */
  readonly output?: string | undefined;
  /** Absent: the one buildx takes by itself. */
  readonly builder?: string | undefined;
  /** What follows each `--secret`, from `prepareSecrets`. */
  readonly secrets: readonly string[];
  readonly metadataFile: string;
  /** Where the image id is written; left out where the exporter makes no image. */
  readonly iidFile?: string | undefined;
  readonly attestations: Attestations;
}

/**
 * All arguments after `docker buildx`: `build … CONTEXT`. No secret is in them, so they can be shown.
 *
 * Each input becomes the flag of the same meaning, one per item, untouched: buildx gets the bytes the
 * user wrote. Progress comes as JSON lines on the error output.
 */
export function buildArguments(build: BuildInputs, step: BuildStep): string[] {
  return [
    ...["build", "--progress", "rawjson", "--metadata-file", step.metadataFile],
    ...one("--builder", step.builder),
    ...one("--iidfile", makesImage(step.output) ? step.iidFile : undefined),
    ...one("--platform", step.platforms.join(",")),
    ...each("--tag", step.tags),
    ...one("--output", step.output),
    ...attestationArguments(build, step.attestations),
    ...each("--secret", step.secrets),
    ...sourceArguments(build),
    ...runArguments(build),
    ...cacheArguments(build),
    ...each("--annotation", build.annotations),
    ...each("--label", build.labels),
    build.context,
  ];
}

/** What is built. */
function sourceArguments(build: BuildInputs): string[] {
  return [
    ...one("--file", build.file),
    ...one("--target", build.target),
    ...one("--call", build.call),
    ...each("--build-arg", build.buildArgs),
    ...each("--build-context", build.buildContexts),
  ];
}

/** In which surroundings its steps run. */
function runArguments(build: BuildInputs): string[] {
  return [
    ...each("--add-host", build.addHosts),
    ...each("--allow", build.allow),
    ...one("--cgroup-parent", build.cgroupParent),
    ...one("--network", build.network),
    ...one("--shm-size", build.shmSize),
    ...each("--ssh", build.ssh),
    ...each("--ulimit", build.ulimit),
  ];
}

function cacheArguments(build: BuildInputs): string[] {
  return [
    ...each("--cache-from", build.cacheFrom),
    ...each("--cache-to", build.cacheTo),
    ...(build.noCache ? ["--no-cache"] : []),
    ...each("--no-cache-filter", build.noCacheFilters),
    ...(build.pull ? ["--pull"] : []),
  ];
}

/** buildx refuses `--iidfile` with the local and tar exporters; a bare path means local. */
function makesImage(output: string | undefined): boolean {
  if (output === undefined) return true;
  const type = /(?:^|,)"?type=([a-z]+)/.exec(output)?.[1] ?? "local";
  return type !== "local" && type !== "tar";
}

/** The command line for a person, each word as a shell needs it, so that it can be pasted. */
export function shellLine(args: readonly string[]): string {
  const word = (text: string): string =>
    /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
  return ["docker", "buildx", ...args].map(word).join(" ");
}

function one(flag: string, value: string | undefined): string[] {
  return value === undefined || value === "" ? [] : [flag, value];
}

function each(flag: string, values: readonly string[]): string[] {
  return values.flatMap((value) => [flag, value]);
}
