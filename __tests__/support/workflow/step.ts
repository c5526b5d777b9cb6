/** Runs one step of a job: a script, an action of this checkout, or a stand-in for another one. */

import { resolve } from "node:path";
import { readAction } from "../runner/action-yml.ts";
import { type ActionRun, runAction, runScript, type ScriptOptions } from "../runner.ts";
import { type Mapping, text, texts } from "./values.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

/** What a stand-in gets, and what comes of it; it throws to fail the step. */
export type StandIn = (call: {
  readonly with: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
  /** Gives the steps after it a variable. */
  readonly setVariable: (name: string, value: string) => void;
}) => Promise<Readonly<Record<string, string>>>;

export interface Surroundings {
  /** `owner/name` -> what is done in the place of that action. */
  readonly standIns: Readonly<Record<string, StandIn>>;
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string;
  /** Of the machine, the workflow, the job and the steps before. */
  readonly env: Readonly<Record<string, string>>;
  /** What the runner gives to actions alone, as the token of the cache service. */
  readonly actionEnv: Readonly<Record<string, string>>;
  readonly token: string;
}

export interface StepRun {
  readonly succeeded: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
  readonly summary: string;
  readonly annotations: ActionRun["annotations"];
  /** For the steps after it. */
  readonly variables: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
  /** To be done at the end of the job. */
  readonly post: (() => Promise<StepRun>) | undefined;
}

/** `body` has its expressions evaluated; its own variables are in `around` already. */
export async function runStep(body: Mapping, around: Surroundings): Promise<StepRun> {
  const { env } = around;
  const minutes = body["timeout-minutes"];
  const common = {
    dir: around.workspace,
    ...{ temp: around.temp, toolCache: around.toolCache },
    ...(typeof minutes === "number" ? { limitMs: minutes * 60_000 } : {}),
  };
  if (body.run !== undefined) {
    const workingDirectory = text(body["working-directory"], "working-directory");
    const script = text(body.run, "run");
    return of(await runScript({ ...common, env, script, workingDirectory, ...shellOf(body) }));
  }
  const uses = text(body.uses, "uses");
  const action = folderOf(uses, around.workspace);
  const given = texts(body.with, "with");
  if (action === undefined) return await standIn(uses, given, around);
  const options = { ...common, action, with: given, env: { ...env, ...around.actionEnv } };
  const contexts = { "github.token": around.token };
  const { post: last } = await readAction(action);
  const main = await runAction({ ...options, contexts });
  if (last === undefined) return of(main);
  const post = async (): Promise<StepRun> =>
    of(await runAction({ ...options, contexts, entry: "post", state: main.state }));
  return { ...of(main), post };
}

function shellOf({ shell }: Mapping): Pick<ScriptOptions, "shell"> {
  if (shell === undefined) return {};
  if (shell === "bash" || shell === "sh") return { shell };
  throw new Error(`the bench has no shell: ${JSON.stringify(shell)}`);
}

/**
 * Folder of an action that is in this checkout: `./setup` is what the job checked out, `$/setup` and
 * `OWNER/anyarch/setup@main` are the repository that the workflow file is in.
 */
function folderOf(uses: string, workspace: string): string | undefined {
  if (uses.startsWith("./")) return resolve(workspace, uses);
  const own = /^(?:\$\/(.+)|OWNER\/anyarch((?:\/[^@]+)?)@.+)$/.exec(uses);
  return own === null ? undefined : resolve(ROOT, `./${own[1] ?? own[2] ?? ""}`);
}

async function standIn(
  uses: string,
  given: Readonly<Record<string, string>>,
  { standIns, workspace, env }: Surroundings,
): Promise<StepRun> {
  const name = uses.split("@")[0] ?? "";
  const stand = standIns[name];
  if (stand === undefined) throw new Error(`there is no stand-in for ${uses}`);
  const variables: Record<string, string> = {};
  const setVariable = (variable: string, value: string): void => {
    variables[variable] = value;
  };
  const nothing = { summary: "", annotations: [], variables, paths: [], post: undefined };
  try {
    const outputs = await stand({ with: given, workspace, env, setVariable });
    return { ...nothing, succeeded: true, outputs, log: `(stand-in) ${name}` };
  } catch (error) {
    return { ...nothing, succeeded: false, outputs: {}, log: `(stand-in) ${name}: ${error}` };
  }
}

function of(run: ActionRun): StepRun {
  const { succeeded, outputs, log, summary, annotations, variables, paths } = run;
  return { succeeded, outputs, log, summary, annotations, variables, paths, post: undefined };
}
