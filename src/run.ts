/** The whole run, phase by phase: observe, decide, emulate, build, verify, publish, report. */

import type { GitHubFacts } from "./inputs/github.ts";
import type { Inputs } from "./inputs/inputs.ts";
import { inputsFrom } from "./inputs/inputs-from.ts";
import { inputFaultsOnDisk } from "./inputs/on-disk.ts";
import type { Job } from "./job.ts";
import { openJob } from "./open-job.ts";
import { buildCandidates } from "./phase/build.ts";
import { buildContext } from "./phase/build-context.ts";
import { readyBuilder } from "./phase/builder.ts";
import { emulate } from "./phase/emulate.ts";
import { preflight } from "./phase/preflight.ts";
import { publish } from "./phase/publish.ts";
import { check, measure, test } from "./phase/verify.ts";
import { platformName } from "./platform/platform.ts";
import { openRecord, type RunRecord } from "./record.ts";
import { environment } from "./runner/env.ts";
import { gitHubFacts, rawInputs } from "./runner/input.ts";
import { type Cancellation, cancelOnSignal } from "./runner/signals.ts";
import { orStopped, takeBack, tidy } from "./take-back.ts";
import { tell } from "./tell.ts";

/** Runs the action and reports; the exit code is set, nothing is thrown. */
export async function run(): Promise<void> {
  const cancellation = cancelOnSignal();
  const record = openRecord();
  let job: Job | undefined;
  try {
    const github = await gitHubFacts();
    const inputs = await readInputs(record, github);
    job = await openJob(inputs, cancellation.signal);
    await orStopped(perform(job, inputs, record, github), cancellation.signal);
    await tidy(job);
  } catch (error) {
    record.fail(reasonOf(error, cancellation));
    if (job !== undefined) await takeBack(job);
  }
  await tell(record.outcome());
  job?.engine.close();
  cancellation.dispose();
}

/** A cancelled run fails in many ways at once; what it is told as is the cancel. */
function reasonOf(error: unknown, { signal }: Cancellation): unknown {
  return signal.aborted ? signal.reason : error;
}

async function readInputs(record: RunRecord, github: GitHubFacts | undefined): Promise<Inputs> {
  const { inputs, notices } = await inputsFrom(rawInputs(), github, inputFaultsOnDisk);
  for (const notice of notices) record.notice(notice);
  return inputs;
}

async function perform(
  job: Job,
  inputs: Inputs,
  record: RunRecord,
  github: GitHubFacts | undefined,
): Promise<void> {
  const ground = await record.phase("Look at the machine", () =>
    preflight(job, inputs, record, environment()),
  );
  if (inputs.run.dryRun) return record.add({ dryRun: true });
  await emulate(job, inputs, ground, record);
  const builder = await record.phase("Get the builder ready", () =>
    readyBuilder(job, inputs, ground, record),
  );
  const context = await buildContext({ job, inputs, ground, builder, record }, github);
  const names = ground.executions.map(({ platform }) => platformName(platform)).join(", ");
  const candidates = await record.phase(`Build ${names}`, () => buildCandidates(context));
  await record.phase(`Check the programs of ${names}`, async () => {
    await Promise.all([check(context, candidates), measure(context, candidates)]);
  });
  await test(context, candidates);
  await publish(context, candidates);
}
