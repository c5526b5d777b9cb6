/** Builds: one call of buildx with what it printed, made and found, or the reason why it failed. */

import { readFile } from "node:fs/promises";
import { presentIn } from "../../engine/program.ts";
import { Failure } from "../../failure.ts";
import type { BuildInputs } from "../../inputs/inputs.ts";
import type { Job } from "../../job/job.ts";
import { environment } from "../../runner/env.ts";
import { log } from "../../runner/log.ts";
import { type BuildStep, buildArguments, shellLine } from "./arguments.ts";
import { isQuestion, tellAnswer } from "./call.ts";
import { buildFailure } from "./failure.ts";
import { forgottenAfter } from "./forget.ts";
import { cacheSecrets, hiddenArguments, hiding } from "./hidden-arguments.ts";
import { type BuildMetadata, parseMetadata } from "./metadata.ts";
import type { BuildWarning } from "./progress.ts";
import { type BuildRun, runSteps } from "./run.ts";
import type { Step } from "./steps-event.ts";
import { type BuildTime, buildTimes } from "./steps-times.ts";
import { crashNotices, stopFailure } from "./stop.ts";

export interface BuildPlan {
  readonly build: BuildInputs;
  /** Its metadata file's name must be this call's own: the build is found by it when it is stopped. */
  readonly step: BuildStep;
  /** The builder's own platform: what is built where `step.platforms` is empty. */
  readonly native: string;
  /** Canonical names of the platforms that run under an emulator -> its name and version. */
  readonly emulators: Readonly<Record<string, string>>;
  /** Parts of the commands in which programs may crash. */
  readonly crashAllow: readonly string[];
  /** Minutes without output of one step after which the build is stopped; 0: never. */
  readonly timeout: number;
}

export interface BuildResult {
  readonly metadata: BuildMetadata;
  /** What `--iidfile` got: the config digest, or the index's; facts by number of platforms. */
  readonly imageId: string | undefined;
  /** Build time by platform. */
  readonly times: Readonly<Record<string, BuildTime>>;
  readonly steps: readonly Step[];
  /** Findings of BuildKit's build checks. */
  readonly warnings: readonly BuildWarning[];
  /** Programs that crashed as they were allowed to; one sentence each. */
  readonly crashes: readonly string[];
}

/** Provenance is never in the metadata that we give out; leaving it out spares buildx a request. */
const METADATA = { BUILDX_METADATA_PROVENANCE: "disabled", BUILDX_METADATA_WARNINGS: "true" };

/**
 * Runs the build and tells it live in the log. The exit code alone decides.
 * @throws Failure when it fails, when a step is silent for too long, when a program crashes in it, and
 *   when the job is stopped
 */
export async function runBuild(job: Pick<Job, "signal">, plan: BuildPlan): Promise<BuildResult> {
  if (job.signal.aborted) throw stopped(job.signal);
  const env = environment();
  const hidden = hiddenArguments(plan.build.buildArgs, env);
  const args = buildArguments({ ...plan.build, buildArgs: hidden.args }, plan.step);
  const platforms = plan.step.platforms.length > 0 ? plan.step.platforms : [plan.native];
  const limits = { silence: plan.timeout * 60_000, crashAllow: plan.crashAllow };
  const hide = hiding([...Object.values(hidden.variables), ...cacheSecrets(plan.build)]);
  const call = {
    args,
    marker: plan.step.metadataFile,
    limits,
    write: log.info,
    env: { ...METADATA, ...presentIn(env), ...hidden.variables },
    hide,
  };
  const run = await runSteps(job, call);
  if (job.signal.aborted) throw stopped(job.signal);
  const { timeout: minutes, emulators } = plan;
  if (run.stop !== undefined) {
    const forgotten = await forgottenAfter(run.stop, plan.step.builder);
    throw stopFailure(run.stop, { minutes, platforms, emulators, forgotten });
  }
  if (isQuestion(plan.build)) tellAnswer(plan.build.call, run, log.info);
  if (run.exitCode !== 0) throw failed(run, hide(shellLine(args)), platforms, emulators);
  return await resultOf(run, plan.step, platforms);
}

async function resultOf(
  run: BuildRun,
  step: BuildStep,
  platforms: readonly string[],
): Promise<BuildResult> {
  const { metadataFile, iidFile } = step;
  const imageId = iidFile === undefined ? "" : (await textOrNone(iidFile)).trim();
  return {
    metadata: parseMetadata(await textOrNone(metadataFile), metadataFile),
    imageId: imageId === "" ? undefined : imageId,
    times: buildTimes(run.steps.steps, platforms, run.ms),
    steps: run.steps.steps,
    warnings: run.steps.warnings,
    crashes: crashNotices(run.steps.steps),
  };
}

function failed(
  run: BuildRun,
  line: string,
  platforms: readonly string[],
  emulators: BuildPlan["emulators"],
): Failure {
  const { exitCode, text } = run;
  return buildFailure(run.steps.steps, { exitCode, text, line, platforms, emulators });
}

function stopped(signal: AbortSignal): Failure {
  return new Failure({ what: "The build was stopped." }, { cause: signal.reason });
}

/** buildx writes neither file where nothing was exported. */
async function textOrNone(path: string): Promise<string> {
  return await readFile(path, "utf8").catch(() => "");
}
