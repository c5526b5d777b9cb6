/** Looks up what a failed step printed in the table of known errors: the likely causes, and cures. */

import { signalOf, signalText } from "../../exit-code.ts";
import type { Explanation, FailureParts } from "../../failure.ts";
import table from "./known-errors.json" with { type: "json" };

export interface FailureFacts {
  /** Whose words `output` is: those of a program that ran in a step, or of the builder and buildx. */
  readonly said: "program" | "builder";
  readonly output: string;
  /** What the failing step ran on, or all platforms where that is not known. */
  readonly platform: string;
  /** Name and version of the emulator it ran under; undefined: it ran natively. */
  readonly emulator?: string | undefined;
  /** The command of the failing RUN, or of the test. */
  readonly command?: string | undefined;
  /** Exit code of the failing program, undefined where none failed. */
  readonly code?: number | undefined;
  /** The signal that the emulator said a program died of. */
  readonly crash?: number | undefined;
  /** It was stopped because it said nothing. */
  readonly silent?: boolean | undefined;
}

/** A row of the table: every condition that is there must hold. The most likely causes stand first. */
interface KnownError extends Explanation {
  readonly id: string;
  /** Of `output`, whatever the case; `{1}` in cause and fix is its first group. */
  readonly text?: string;
  readonly platform?: string;
  readonly command?: string;
  /** The program died of one of these. */
  readonly signals?: readonly number[];
  readonly emulated?: boolean;
  readonly silent?: boolean;
  readonly said?: string;
}

/** Causes that are told of one failure. */
const MOST = 3;

const rows: readonly KnownError[] = table;

/**
 * What most likely went wrong, and other causes that fit, at most three in all; the bare anchor
 * where the step just failed by its own doing. Of rows with one anchor the first that fits counts.
 */
export function explained(
  facts: FailureFacts,
  anchor = "build-failed",
): Pick<FailureParts, "cause" | "fix" | "anchor" | "also"> {
  const found: Explanation[] = [];
  for (const row of rows) {
    const words = wordsFor(row, facts);
    if (words === undefined || found.some((one) => one.anchor === row.anchor)) continue;
    found.push({ cause: words(row.cause), fix: words(row.fix), anchor: row.anchor });
  }
  const [first, ...also] = found.slice(0, MOST);
  return first === undefined ? { anchor } : { ...first, ...(also.length > 0 ? { also } : {}) };
}

/** Fills the placeholders of a row that fits; undefined where it does not. */
function wordsFor(row: KnownError, facts: FailureFacts): ((text: string) => string) | undefined {
  const { output, said, platform, emulator, command = "", code = 0, crash, silent = false } = facts;
  const signal = crash ?? signalOf(code);
  const fits =
    (row.said ?? said) === said &&
    (row.silent ?? false) === silent &&
    (row.signals?.includes(signal ?? 0) ?? true) &&
    (row.emulated !== true || emulator !== undefined || crash !== undefined) &&
    (row.platform === undefined || new RegExp(row.platform).test(platform)) &&
    (row.command === undefined || new RegExp(row.command, "i").test(command));
  const match = fits ? new RegExp(row.text ?? "", "im").exec(output) : null;
  if (match === null) return undefined;
  const values: Readonly<Record<string, string>> = {
    "1": match[1] ?? "",
    platform,
    emulator: emulator ?? "the emulator",
    signal: signalText(signal ?? 0),
  };
  return (text) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
