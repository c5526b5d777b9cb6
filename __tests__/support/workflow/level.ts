/** What the jobs of one workflow file share, at the top or called by another. */

import type { Status } from "./expression.ts";
import type { Permissions, WorkflowFile } from "./file.ts";
import type { JobRun, Machine } from "./job.ts";
import type { Surroundings } from "./step.ts";
import { isMapping, type Mapping, mapping } from "./values.ts";

export interface WorkflowOptions {
  /** The file's text. */
  readonly content: string;
  /** Added to the github context. */
  readonly github?: Mapping;
  /** For `workflow_dispatch`; a called workflow's come with the call. */
  readonly inputs?: Mapping;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Repository variables. */
  readonly vars?: Readonly<Record<string, string>>;
  /** The machine for a job with these labels. */
  readonly machine: (job: {
    readonly labels: readonly string[];
    readonly matrix: Mapping;
  }) => Machine;
  readonly standIns: Surroundings["standIns"];
  /** "Re-run failed jobs": of this run, what succeeded is not done again. */
  readonly previous?: WorkflowRun;
  /** Content of a reusable workflow, by its path in this checkout. */
  readonly provider: (path: string) => Promise<string>;
}

export interface WorkflowRun {
  readonly result: Status;
  /** Of called workflows too, in the order in which they ended; those that were skipped as well. */
  readonly jobs: readonly JobRun[];
  /** What `on.workflow_call.outputs` makes of them. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

/** What a job of a workflow gives to the jobs after it. */
export interface Ended {
  readonly result: Status;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface Level {
  readonly options: WorkflowOptions;
  readonly file: WorkflowFile;
  readonly contexts: Mapping;
  /** What the calling job's token may do; undefined at the top. */
  readonly granted: Permissions | undefined;
  /** Ids of the jobs that call, each with a slash. */
  readonly prefix: string;
  readonly jobs: JobRun[];
  /** Runs a called workflow. */
  readonly runLevel: (level: Level) => Promise<WorkflowRun>;
}

/** What `on` says of one event: nothing where it only names it, or does not. */
export function trigger({ root }: WorkflowFile, event: string): Mapping {
  return isMapping(root.on) ? mapping(root.on[event], event) : {};
}

/** The worst of them: what the status functions of the next job go by. */
export function statusOf(ends: readonly Ended[]): Status {
  const worst = (["failure", "cancelled", "skipped"] as const).find((status) =>
    ends.some(({ result }) => result === status),
  );
  return worst ?? "success";
}
