/** What came of the commands in a step's output. */

import type { Command } from "./commands.ts";

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  /** `title`, `file`, `line` and so on; names in lower case. */
  readonly properties: Readonly<Record<string, string>>;
}

export interface Group {
  readonly name: string;
  readonly lines: string[];
}

/** What the lines of one step did. */
export interface Obeyed {
  /** Every command that was taken, in order. */
  readonly commands: Command[];
  readonly annotations: Annotation[];
  readonly groups: Group[];
  readonly masks: string[];
  readonly debug: string[];
  readonly outputs: Record<string, string>;
  readonly state: Record<string, string>;
  /** The log a person sees; masked. */
  readonly log: string[];
  /** The runner fails a step that gives it a command it refuses, whatever the exit code. */
  failed: boolean;
}

/** The commands a runner knows, besides the token that ends `stop-commands`. */
export const COMMANDS = [
  ...["add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group"],
  ...[
    "notice",
    "remove-matcher",
    "save-state",
    "set-env",
    "set-output",
    "stop-commands",
    "warning",
  ],
];

export function nothingObeyed(): Obeyed {
  const lists = { commands: [], annotations: [], groups: [], masks: [], debug: [], log: [] };
  return { ...lists, outputs: {}, state: {}, failed: false };
}

/** `text` with `***` in the place of each mask, the longest first. */
export function hidden(text: string, masks: readonly string[]): string {
  const longestFirst = [...masks].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((so, mask) => so.replaceAll(mask, "***"), text);
}
