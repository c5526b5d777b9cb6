/** Runs the steps of one job on one machine, and after them what its actions have to undo. */

import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { evaluated, holds, type Scope, type Status } from "./expression.ts";
import type { StepFile } from "./file.ts";
import { githubVariables, type JobCall, type JobRun } from "./job.ts";
import { runStep, type StepRun, type Surroundings } from "./step.ts";
import { mapping, texts } from "./values.ts";

let count = 0;

/** Resolves however the job ends; throws only for what the bench cannot play. */
export async function runJobSteps(call: JobCall): Promise<JobRun> {
  count += 1;
  const home = join(call.machine.dir, `job-${count}`);
  const [workspace, temp] = [join(home, "work"), join(home, "temp")];
  for (const place of [workspace, temp]) await mkdir(place, { recursive: true });
  try {
    const env = await call.machine.env(home);
    return await new Steps(call, { workspace, temp }, env).run();
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

interface Places {
  readonly workspace: string;
  readonly temp: string;
}

class Steps {
  readonly #call: JobCall;
  readonly #places: Places;
  readonly #machine: Readonly<Record<string, string>>;
  readonly #runs: StepRun[] = [];
  readonly #known: Record<string, unknown> = {};
  /** What the workflow, the job and its steps have set. */
  #env: Record<string, string> = {};
  #paths: readonly string[] = [];
  #status: Status = "success";

  constructor(call: JobCall, places: Places, machine: Readonly<Record<string, string>>) {
    this.#call = call;
    this.#places = places;
    this.#machine = machine;
  }

  async run(): Promise<JobRun> {
    const { id, file, matrix, permissions } = this.#call;
    this.#env = texts(this.#call.scope.contexts.env, "env");
    Object.assign(this.#env, texts(evaluated(file.body.env, this.#scope()), "env"));
    for (const step of file.steps) await this.#step(step);
    for (const { post } of [...this.#runs].reverse()) {
      if (post !== undefined) this.#note(await post());
    }
    const outputs = texts(evaluated(file.body.outputs, this.#scope()), "outputs");
    const log = this.#runs.map((run) => run.log).join("\n");
    const summary = this.#runs.map((run) => run.summary).join("");
    const steps = this.#runs;
    return { id, matrix, result: this.#status, outputs, permissions, steps, log, summary };
  }

  async #step({ id, condition, body }: StepFile): Promise<void> {
    if (this.#call.stopped() && this.#status === "success") this.#status = "cancelled";
    const known = { outputs: {}, outcome: "skipped", conclusion: "skipped" };
    if (id !== undefined) this.#known[id] = known;
    if (!holds(condition, this.#scope())) return;
    const own = texts(evaluated(body.env, this.#scope()), "env");
    const filled = mapping(evaluated(body, this.#scope(own)), "step");
    const run = await runStep(filled, this.#surroundings(own));
    const outcome = run.succeeded ? "success" : "failure";
    const forgiven = filled["continue-on-error"] === true;
    const conclusion = forgiven ? "success" : outcome;
    if (id !== undefined) this.#known[id] = { outputs: run.outputs, outcome, conclusion };
    this.#note(run, forgiven);
  }

  #note(run: StepRun, forgiven = false): void {
    this.#runs.push(run);
    this.#paths = [...run.paths].reverse().concat(this.#paths);
    this.#env = { ...this.#env, ...run.variables };
    if (!run.succeeded && !forgiven && this.#status === "success") this.#status = "failure";
  }

  /** `own`: the variables of the step itself. */
  #scope(own: Readonly<Record<string, string>> = {}): Scope {
    const { contexts } = this.#call.scope;
    const github = { ...mapping(contexts.github, "github"), workspace: this.#places.workspace };
    const runner = {
      ...{ os: "Linux", arch: process.arch === "arm64" ? "ARM64" : "X64", name: "test" },
      ...{ temp: this.#places.temp, tool_cache: this.#toolCache(), environment: "self-hosted" },
    };
    const job = { status: this.#status };
    const env = { ...this.#env, ...own };
    const steps = this.#known;
    return { contexts: { ...contexts, github, runner, job, env, steps }, status: this.#status };
  }

  #toolCache(): string {
    return join(this.#call.machine.dir, "tools");
  }

  #surroundings(own: Readonly<Record<string, string>>): Surroundings {
    const { machine, standIns, scope } = this.#call;
    const token = String(mapping(scope.contexts.github, "github").token ?? "");
    const path = [...this.#paths, this.#machine.PATH ?? process.env.PATH ?? ""].join(":");
    const base = { ...this.#machine, TMPDIR: this.#places.temp, ...githubVariables(scope) };
    return {
      ...this.#places,
      ...{ standIns, toolCache: this.#toolCache(), token },
      env: { ...base, ...this.#env, ...own, PATH: path },
      actionEnv: machine.actionEnv ?? {},
    };
  }
}
