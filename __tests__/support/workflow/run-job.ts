/** Runs one job of a workflow file: its matrix in parallel, on machines or as a called workflow. */

import { assertWithin, calledInputs, calledSecrets } from "./call.ts";
import { evaluated, holds, type Scope } from "./expression.ts";
import { type JobFile, parseFile, permissionsOf } from "./file.ts";
import { runJobSteps } from "./job-steps.ts";
import { type Ended, type Level, statusOf, trigger } from "./level.ts";
import { expanded } from "./matrix.ts";
import { list, type Mapping, mapping, text } from "./values.ts";

/** Where the workflow does not say: GitHub's default for new repositories. */
const DEFAULT_PERMISSIONS = { contents: "read", packages: "read" };

export async function runJob(level: Level, job: JobFile, scope: Scope): Promise<Ended> {
  const id = `${level.prefix}${job.id}`;
  if (!holds(job.condition, scope)) {
    const nothing = { outputs: {}, permissions: undefined, steps: [], log: "", summary: "" };
    level.jobs.push({ id, matrix: {}, result: "skipped", ...nothing });
    return { result: "skipped", outputs: {} };
  }
  const strategy = mapping(evaluated(job.body.strategy, scope), "strategy");
  const stopsAll = strategy["fail-fast"] !== false;
  let failed = false;
  const ended: Ended[] = [];
  const combinations = expanded(strategy.matrix);
  await Promise.all(
    combinations.map(async (matrix, index) => {
      const place = { "job-index": index, "job-total": combinations.length };
      const strategyContext = { ...place, "fail-fast": stopsAll };
      const contexts = { ...scope.contexts, matrix, strategy: strategyContext };
      const leg = { ...level, contexts };
      const end = await runLeg(leg, job, { id, matrix, stopped: () => stopsAll && failed });
      failed ||= end.result === "failure";
      ended.push(end);
    }),
  );
  const filled = ended.map(({ outputs }) =>
    Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== "")),
  );
  return { result: statusOf(ended), outputs: Object.assign({}, ...filled) };
}

interface Leg {
  readonly id: string;
  readonly matrix: Mapping;
  readonly stopped: () => boolean;
}

async function runLeg(level: Level, job: JobFile, { id, matrix, stopped }: Leg): Promise<Ended> {
  const asked = permissionsOf(job.body) ?? permissionsOf(level.file.root);
  if (asked !== undefined && level.granted !== undefined) assertWithin(asked, level.granted, id);
  const permissions = asked ?? level.granted;
  const scope: Scope = { contexts: level.contexts, status: "success" };
  if (job.body.uses !== undefined) {
    return await runCall({ ...level, granted: permissions ?? DEFAULT_PERMISSIONS }, job, scope);
  }
  const kept = level.options.previous?.jobs.find(
    (before) => before.id === id && before.result === "success" && agrees(before.matrix, matrix),
  );
  if (kept !== undefined) {
    level.jobs.push(kept);
    return kept;
  }
  const on = list(evaluated(job.body["runs-on"], scope));
  const labels = on.map((label) => text(label, "runs-on"));
  const machine = level.options.machine({ labels, matrix });
  const { standIns } = level.options;
  const run = await runJobSteps({
    ...{ id, file: job, matrix, scope, machine, standIns, permissions, stopped },
  });
  const forgiven = evaluated(job.body["continue-on-error"], scope) === true;
  const result = forgiven && run.result === "failure" ? "success" : run.result;
  level.jobs.push(run);
  return { result, outputs: run.outputs };
}

function agrees(a: Mapping, b: Mapping): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A job that calls a reusable workflow of this checkout. */
async function runCall(level: Level, job: JobFile, scope: Scope): Promise<Ended> {
  const { options } = level;
  const path = text(job.body.uses, "uses").replace(/^(\.|\$|OWNER\/anyarch)\/|@[^@]*$/g, "");
  const file = await parseFile(path, await options.provider(path), options.provider);
  const call = trigger(file, "workflow_call");
  const given = mapping(evaluated(job.body.with, scope), "with");
  const callers = mapping(scope.contexts.secrets, "secrets");
  const { github, vars } = scope.contexts;
  const contexts = {
    ...{ github, vars, inputs: calledInputs(call, given) },
    secrets: calledSecrets(call, evaluated(job.body.secrets, scope), callers),
  };
  const prefix = `${level.prefix}${job.id}/`;
  const run = await level.runLevel({ ...level, file, contexts, prefix });
  return { result: run.result, outputs: run.outputs };
}
