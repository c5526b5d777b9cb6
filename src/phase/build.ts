/** One build of a run, and what all its builds have in common. */

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type BuildResult, runBuild } from "../image/build.ts";
import type { BuildStep } from "../image/build-arguments.ts";
import type { Attestations } from "../image/build-attestations.ts";
import type { Candidate } from "../image/candidate.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Job } from "../job.ts";
import { platformName } from "../platform/platform.ts";
import type { RunRecord } from "../record.ts";
import type { ReadyBuilder } from "./builder.ts";
import { emulatorNames } from "./emulator-names.ts";
import type { Ground } from "./preflight.ts";

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
export type Step = Pick<BuildStep, "platforms" | "tags" | "output" | "attestations">;

export interface Candidates {
  readonly list: readonly Candidate[];
  /** Of the last build, for the outputs `imageid` and `metadata`. */
  readonly result: BuildResult;
}

/** `call`: BuildKit checks or outlines the Dockerfile; nothing is built, so nothing is published. */
export async function ask(context: BuildContext): Promise<void> {
  const platforms = context.ground.executions.map(({ platform }) => platformName(platform));
  await build(context, { platforms, tags: [], output: undefined, attestations: { kind: "off" } });
}

/** One call of buildx for this run; its times are kept for the platforms it built. */
export async function build(context: BuildContext, step: Step): Promise<BuildResult> {
  const { job, inputs, ground, builder, record, secrets } = context;
  const file = (name: string): string => join(job.temp, `${randomUUID()}.${name}`);
  const result = await runBuild(job, {
    build: inputs.build,
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
  for (const crash of result.crashes) record.notice(crash);
  for (const { platform } of ground.executions) {
    const time = result.times[platformName(platform)];
    const known = record.outcome().platforms.find((row) => row.platform === platform)?.build;
    if (time === undefined || known !== undefined) continue;
    const { ms, steps, cached: cachedSteps } = time;
    record.addTo(platform, { build: { ms, steps, cachedSteps } });
  }
  return result;
}
