/** What a job of a workflow runs with, and what comes of it. */

import type { Scope, Status } from "./expression.ts";
import type { JobFile, Permissions } from "./file.ts";
import type { StepRun, Surroundings } from "./step.ts";
import { type Mapping, mapping } from "./values.ts";

/** Where the steps of a job run. */
export interface Machine {
  /** Folder of its own: the tool cache and the workspaces of its jobs are in it. */
  readonly dir: string;
  /** Variables of a job whose folder is `home`. */
  readonly env: (home: string) => Promise<Readonly<Record<string, string>>>;
  /** What the runner gives to actions alone. */
  readonly actionEnv?: Readonly<Record<string, string>>;
}

export interface JobRun {
  /** Its id; in a called workflow after the id of the job that calls and a slash. */
  readonly id: string;
  readonly matrix: Mapping;
  readonly result: Status;
  readonly outputs: Readonly<Record<string, string>>;
  /** What its token may do; undefined where the workflow does not say. */
  readonly permissions: Permissions | undefined;
  /** Of the steps that ran and of what they did at the end, in order. */
  readonly steps: readonly StepRun[];
  readonly log: string;
  readonly summary: string;
}

export interface JobCall {
  readonly id: string;
  readonly file: JobFile;
  readonly matrix: Mapping;
  readonly scope: Scope;
  readonly machine: Machine;
  readonly standIns: Surroundings["standIns"];
  readonly permissions: Permissions | undefined;
  /** True once another job of the matrix has failed and they are to stop. */
  readonly stopped: () => boolean;
}

/** `GITHUB_…` for every text of the github context but the token. */
export function githubVariables({ contexts }: Scope): Record<string, string> {
  const pairs = Object.entries(mapping(contexts.github, "github")).flatMap(([name, value]) =>
    typeof value === "string" && name !== "token" ? [[`GITHUB_${name.toUpperCase()}`, value]] : [],
  );
  return Object.fromEntries(pairs);
}
