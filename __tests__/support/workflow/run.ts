/** Runs a workflow as GitHub does: its jobs by their needs, with what is called within. */

import { calledInputs } from "./call.ts";
import { evaluated, type Scope } from "./expression.ts";
import { type JobFile, parseFile } from "./file.ts";
import {
  type Ended,
  type Level,
  statusOf,
  trigger,
  type WorkflowOptions,
  type WorkflowRun,
} from "./level.ts";
import { runJob } from "./run-job.ts";
import { mapping, text, texts } from "./values.ts";

export async function runWorkflow(options: WorkflowOptions): Promise<WorkflowRun> {
  const file = await parseFile("workflow.yml", options.content, options.provider);
  const secrets = { GITHUB_TOKEN: "test-token", ...options.secrets };
  const dispatch = trigger(file, "workflow_dispatch");
  const github = {
    ...{ event_name: "push", ref: "refs/heads/main", ref_name: "main", event: {} },
    ...{ repository: "somebody/something", repository_owner: "somebody", actor: "somebody" },
    ...{ sha: "0123456789abcdef0123456789abcdef01234567", workflow: file.name },
    ...{ run_id: "1", run_number: "1", run_attempt: "1", token: secrets.GITHUB_TOKEN },
    ...options.github,
  };
  const inputs = calledInputs(dispatch, options.inputs ?? {});
  const contexts = { github, inputs, secrets, vars: options.vars ?? {} };
  return await runLevel({
    options,
    file,
    contexts,
    granted: undefined,
    prefix: "",
    jobs: [],
    runLevel,
  });
}

async function runLevel(level: Level): Promise<WorkflowRun> {
  const { file, jobs } = level;
  const unset = { contexts: level.contexts, status: "success" } as const;
  const env = texts(evaluated(file.root.env, unset), "env");
  const running = new Map<string, Promise<Ended>>();
  const start = async (job: JobFile): Promise<Ended> => {
    const known = running.get(job.id);
    if (known !== undefined) return await known;
    const ended = endOf(job);
    running.set(job.id, ended);
    return await ended;
  };
  const byId = new Map(file.jobs.map((job) => [job.id, job]));
  const ancestors = (job: JobFile): readonly JobFile[] =>
    job.needs.flatMap((id) => byId.get(id) ?? []).flatMap((need) => [need, ...ancestors(need)]);
  const endOf = async (job: JobFile): Promise<Ended> => {
    const before = await Promise.all(ancestors(job).map(start));
    const needs = Object.fromEntries(
      await Promise.all(job.needs.map(async (id) => [id, await running.get(id)] as const)),
    );
    const scope = { contexts: { ...level.contexts, env, needs }, status: statusOf(before) };
    return await runJob({ ...level, contexts: scope.contexts }, job, scope);
  };
  const ends = await Promise.all(file.jobs.map(async (job) => [job.id, await start(job)] as const));
  const call = trigger(file, "workflow_call");
  const declared = Object.entries(mapping(call.outputs, "outputs"));
  const scope: Scope = {
    contexts: { ...level.contexts, jobs: Object.fromEntries(ends) },
    status: "success",
  };
  const outputs = declared.map(([name, output]) => {
    return [name, text(evaluated(mapping(output, name).value, scope), name)];
  });
  const result = statusOf(ends.map(([, end]) => end).filter((end) => end.result !== "skipped"));
  const log = jobs.map((job) => `=== ${job.id}: ${job.result}\n${job.log}`).join("\n");
  return { result, jobs, outputs: Object.fromEntries(outputs), log };
}
