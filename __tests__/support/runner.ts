/** Plays GitHub's runner for one step: an entry of an action, or a script. */

import { stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type ActionFile, inputVariables, readAction } from "./runner/action-yml.ts";
import { type ActionRun, inFolder, runIn, type StepOptions } from "./runner/process.ts";

export type { ActionRun } from "./runner/process.ts";

export interface RunOptions extends StepOptions {
  /** Folder of the action.yml. */
  readonly action: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly entry?: "main" | "post";
  /** The Node to run it; default: Node 24 from node_modules. */
  readonly node?: string;
  /** For post: what main saved. */
  readonly state?: Readonly<Record<string, string>>;
  /** Values for expressions in defaults, as `github.token`. */
  readonly contexts?: Readonly<Record<string, string>>;
}

export interface ScriptOptions extends StepOptions {
  readonly script: string;
  /** As a step's `shell`; default: what the runner takes, which is bash without pipefail. */
  readonly shell?: "bash" | "sh";
  /** Relative to the workspace. */
  readonly workingDirectory?: string;
}

const NODE_24 = resolve(
  import.meta.dirname,
  `../../node_modules/node-linux-${process.arch}/bin/node`,
);

/** Runs the entry that action.yml names, and resolves however it ends. */
export async function runAction(options: RunOptions): Promise<ActionRun> {
  const action = await readAction(options.action);
  const variables = {
    ...inputVariables(action, options.with ?? {}, options.contexts ?? {}),
    ...stateVariables(options.state ?? {}),
  };
  const node = options.node ?? (await defaultNode());
  return await inFolder(async (root) => {
    const command = [node, entryOf(action, options)] as const;
    return await runIn(root, options, { command, variables });
  });
}

/** actions/runner, src/Runner.Worker/Handlers/ScriptHandlerHelpers.cs. */
const SHELLS = {
  bash: ["bash", "--noprofile", "--norc", "-eo", "pipefail"],
  sh: ["sh", "-e"],
  default: ["bash", "-e"],
} as const;

/** Runs the lines of a `run:` step, and resolves however they end. */
export async function runScript(options: ScriptOptions): Promise<ActionRun> {
  return await inFolder(async (root) => {
    const file = join(root, "script.sh");
    await writeFile(file, options.script);
    const [shell, ...flags] = SHELLS[options.shell ?? "default"];
    return await runIn(root, options, {
      command: [shell, ...flags, file],
      variables: {},
      workingDirectory: options.workingDirectory,
    });
  });
}

function entryOf(action: ActionFile, options: RunOptions): string {
  const file = options.entry === "post" ? action.post : action.main;
  if (file === undefined) throw new Error(`${options.action}/action.yml has no post entry`);
  return resolve(options.action, file);
}

async function defaultNode(): Promise<string> {
  const there = await stat(NODE_24).catch(() => undefined);
  return there === undefined ? process.execPath : NODE_24;
}

function stateVariables(state: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
}
