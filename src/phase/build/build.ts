/** One build of a run, and what all its builds have in common. */

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { BuildStep } from "../../image/build/arguments.ts";
import type { Attestations } from "../../image/build/attestations.ts";
import { type BuildResult, runBuild } from "../../image/build/build.ts";
import {
  type CacheResult,
  cacheResults,
  forgivingCaches,
  inlineCaches,
} from "../../image/build/cache.ts";
import type { Candidate } from "../../image/candidate.ts";
import type { Inputs } from "../../inputs/inputs.ts";
import type { Job } from "../../job/job.ts";
import { platformName } from "../../platform/platform.ts";
import { emulatorNames } from "../emulate/emulator-names.ts";
import type { Ground } from "../preflight.ts";
import type { RunRecord } from "../record.ts";
import type { ReadyBuilder } from "./builder.ts";
import { tellCaches } from "./caches.ts";
import { annotateChecks } from "./checks.ts";

/** All that the builds of one run have in common. */
export interface BuildContext {
  readonly job: Job;
  readonly inputs: Inputs;
  readonly ground: Ground;
  readonly builder: ReadyBuilder;
  readonly record: RunRecord;
  /** `--secret` values, made once. */
  readonly secrets: readonly string[];
  readonly attestations: Attestations;
}

/** What differs between the builds of one run. */
export interface Step extends Pick<BuildStep, "platforms" | "tags" | "output" | "attestations"> {
  /** Whether it is the first for its platforms: `no-cache` and `pull` are for that one alone. */
  readonly fresh?: boolean;
  /** Without annotations: of what is only tested and never pushed nobody sees them, and `docker` refuses an index's. */
  readonly plain?: boolean;
  /** Whether this one saves the caches of `cache-to`; the first one that builds all does. */
  readonly savesCaches?: boolean;
}

export interface Candidates {
  readonly list: readonly Candidate[];
  /** Of the last build, for the outputs `imageid` and `metadata`. */
  readonly result: BuildResult;
  readonly caches: readonly CacheResult[];
}

export interface Built extends BuildResult {
  /** Undefined where this one did not save them. */
  readonly caches: readonly CacheResult[] | undefined;
}

/** `call`: BuildKit checks or outlines the Dockerfile; nothing is built, so nothing is published. */
export async function ask(context: BuildContext): Promise<void> {
  const platforms = context.ground.executions.map(({ platform }) => platformName(platform));
  await build(context, {
    platforms,
    tags: [],
    output: undefined,
    attestations: { kind: "off" },
    fresh: true,
  });
}

/** A later build of the same takes what the first one made: else another image is pushed than was tested. */
const AGAIN = { noCache: false, noCacheFilters: [], pull: false };

const PLAIN = { annotations: [] };

/** One call of buildx for this run; its times are kept for the platforms it built. */
export async function build(context: BuildContext, step: Step): Promise<Built> {
  const { job, inputs, ground, builder, record, secrets } = context;
  const file = (name: string): string => join(job.temp, `${randomUUID()}.${name}`);
  const { cacheTo } = inputs.build;
  const saved = step.savesCaches ? forgivingCaches(cacheTo) : inlineCaches(cacheTo);
  const result = await runBuild(job, {
    build: {
      ...inputs.build,
      ...(step.fresh ? {} : AGAIN),
      ...(step.plain ? PLAIN : {}),
      cacheTo: saved,
    },
    step: {
      ...step,
      builder: builder.name,
      secrets,
      metadataFile: file("metadata"),
      iidFile: file("iid"),
    },
    native: platformName(ground.node.platform),
    emulators: emulatorNames(record),
    crashAllow: inputs.checks.crashAllow,
    timeout: inputs.run.timeout,
  });
  const caches = step.savesCaches ? cacheResults(cacheTo, result.steps) : undefined;
  if (caches !== undefined) {
    tellCaches(caches, record);
    annotateChecks(result.warnings, inputs.build);
  }
  for (const crash of result.crashes) record.notice(crash);
  for (const { platform } of ground.executions) {
    const time = result.times[platformName(platform)];
    const known = record.outcome().platforms.find((row) => row.platform === platform)?.build;
    if (time === undefined || known !== undefined) continue;
    const { ms, steps, cached: cachedSteps } = time;
    record.addTo(platform, { build: { ms, steps, cachedSteps } });
  }
  return { ...result, caches };
}
