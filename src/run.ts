/** The run from its inputs to its report; what is between is loaded where the inputs are right. */

import type { GitHubFacts } from "./inputs/github.ts";
import type { Inputs } from "./inputs/inputs.ts";
import { inputsFrom } from "./inputs/inputs-from.ts";
import { inputFaultsOnDisk } from "./inputs/on-disk.ts";

<<<<<<< HEAD

import type { Job } from "./job.ts";
import { openJob } from "./open-job.ts";
import { ask, buildCandidates } from "./phase/build.ts";
import { buildContext } from "./phase/build-context.ts";
import { readyBuilder } from "./phase/builder.ts";
import { emulate } from "./phase/emulate.ts";
import { type Ground, preflight } from "./phase/preflight.ts";
import { publish } from "./phase/publish.ts";
import { check, measure, test } from "./phase/verify.ts";
import { platformName } from "./platform/platform.ts";

=======
>>>>>>> bench

import { openRecord, type RunRecord } from "./record.ts";
import { gitHubFacts, rawInputs } from "./runner/input.ts";

<<<<<<< HEAD

import { log } from "./runner/log.ts";
import { type Cancellation, cancelOnSignal } from "./runner/signals.ts";
import { orStopped, takeBack, tidy } from "./take-back.ts";

=======

import { cancelOnSignal } from "./runner/signals.ts";

>>>>>>> bench

import { tell } from "./tell.ts";

/** Runs the action and reports; the exit code is set, nothing is thrown. */
export async function run(): Promise<void> {
  const cancellation = cancelOnSignal();
  const { signal } = cancellation;
  const record = openRecord();
  try {
    const github = await gitHubFacts();
    const inputs = await readInputs(record, github);
    // Three quarters of the bundle: a wrong input is told 25 ms sooner without it.
    const { perform } = await import("./perform.ts");
    await perform({ inputs, record, github, signal });
  } catch (error) {
    record.fail(error);
  }
  await tell(record.outcome());
  cancellation.dispose();
}

<<<<<<< HEAD
/** A cancelled run fails in many ways at once; what it is told as is the cancel. */
function reasonOf(error: unknown, { signal }: Cancellation): unknown {
  return signal.aborted ? signal.reason : error;
}

/** `dry-run`: what would be done, and nothing changed. */
function planOnly({ executions, builder }: Ground, record: RunRecord): void {
  for (const { platform, kind } of executions) log.info(`${platformName(platform)}: ${kind}`);
  log.info(builder.reason);
  record.add({ dryRun: true });
}

=======
>>>>>>> bench
async function readInputs(record: RunRecord, github: GitHubFacts | undefined): Promise<Inputs> {
  const { inputs, notices } = await inputsFrom(rawInputs(), github, inputFaultsOnDisk);
  for (const notice of notices) record.notice(notice);
  return inputs;
}
<<<<<<< HEAD

async function perform(
  job: Job,
  inputs: Inputs,
  record: RunRecord,
  github: GitHubFacts | undefined,
): Promise<void> {
  const ground = await record.phase("Look at the machine", () =>
    preflight(job, inputs, record, environment()),
  );
  if (inputs.run.dryRun) return planOnly(ground, record);
  const asks = inputs.build.call !== undefined && inputs.build.call !== "build";
  if (!asks) await emulate(job, inputs, ground, record);
  const builder = await record.phase("Get the builder ready", () =>
    readyBuilder(job, inputs, ground, record),
  );
  const context = await buildContext({ job, inputs, ground, builder, record }, github);
  const names = ground.executions.map(({ platform }) => platformName(platform)).join(", ");
  if (asks) return await record.phase(`Ask BuildKit: ${inputs.build.call}`, () => ask(context));
  const candidates = await record.phase(`Build ${names}`, () => buildCandidates(context));
  await record.phase(`Check the programs of ${names}`, async () => {
    await Promise.all([check(context, candidates), measure(context, candidates)]);
  });
  await test(context, candidates);
  await publish(context, candidates);
}
=======
>>>>>>> bench
