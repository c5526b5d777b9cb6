/** The work of a run, phase by phase: observe, decide, emulate, build, verify, publish. */

import { isQuestion } from "./image/build/call.ts";
import type { GitHubFacts } from "./inputs/github.ts";
import type { Inputs } from "./inputs/inputs.ts";
import type { Job } from "./job/job.ts";
import { ask } from "./phase/build/build.ts";
import { buildContext } from "./phase/build/build-context.ts";
import { readyBuilder } from "./phase/build/builder.ts";
import { buildCandidates } from "./phase/build/candidates.ts";
import { emulate } from "./phase/emulate/emulate.ts";
import { sweepEngine } from "./phase/emulate/left-in-engine.ts";
import { withLostHandlers } from "./phase/emulate/lost.ts";
import { type Ground, preflight } from "./phase/preflight.ts";
import { heldUnder, warnOfVanished } from "./phase/publish/held.ts";
import { publish } from "./phase/publish/publish.ts";
import type { RunRecord } from "./phase/record.ts";
import { check, measure, test } from "./phase/verify.ts";
import { platformName } from "./platform/platform.ts";
import { environment } from "./runner/env.ts";
import { log } from "./runner/log.ts";
import { openJob } from "./step/open-job.ts";
import { carryOut } from "./step/take-back.ts";

export interface Task {
  readonly inputs: Inputs;
  /** Gets what was seen, also of a run that fails. */
  readonly record: RunRecord;
  /** Undefined outside of a workflow. */
  readonly github: GitHubFacts | undefined;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
}

/**
 * Does what the inputs ask for; what only the run itself needed is gone at its end.
 * @throws whatever went wrong, after everything that was made is taken back
 */
export async function perform(task: Task): Promise<void> {
  const job = await openJob(task.inputs, task.signal);
  const work = phases(job, task).catch((error: unknown) => {
    throw withLostHandlers(error, job, task.record);
  });
  await carryOut(job, work);
}

/** Gives back the names of candidates in the engine's store, which nobody needs any more. */
async function phases(job: Job, task: Task): Promise<readonly string[]> {
  const { inputs, record, github } = task;
  const ground = await record.phase("Look at the machine", () =>
    preflight(job, inputs, record, environment()),
  );
  if (inputs.run.dryRun) {
    planOnly(ground, record);
    return [];
  }
  const asks = isQuestion(inputs.build);
  if (!asks) await emulate(job, inputs, ground, record);
  const builder = await record.phase("Get the builder ready", () =>
    readyBuilder(job, inputs, ground, record),
  );
  const context = await buildContext({ job, inputs, ground, builder, record }, github);
  const names = ground.executions.map(({ platform }) => platformName(platform)).join(", ");
  if (asks) {
    await record.phase(`Ask BuildKit: ${inputs.build.call}`, () => ask(context));
    return [];
  }
  const held = heldUnder(job, inputs);
  // Beside the build, which takes longer.
  job.pending.push(sweepEngine(job));
  const candidates = await record.phase(`Build ${names}`, () => buildCandidates(context));
  await record.phase(`Check the programs of ${names}`, async () => {
    await Promise.all([check(context, candidates), measure(context, candidates)]);
  });
  await test(context, candidates);
  await publish(context, candidates);
  const pushed = ground.executions.map(({ platform }) => platform);
  warnOfVanished(await held, pushed, record);
  return [...new Set(candidates.list.map(({ ref }) => ref))];
}

/** `dry-run`: what would be done, and nothing changed. */
function planOnly({ executions, builder }: Ground, record: RunRecord): void {
  for (const { platform, kind, node } of executions) {
    log.info(`${platformName(platform)}: ${node === undefined ? kind : `on ${node}`}`);
  }
  log.info(builder.reason);
  record.add({ dryRun: true });
}
