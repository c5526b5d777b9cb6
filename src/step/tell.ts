/** Reports the outcome to the runner: log, outputs, annotations, job summary, exit code. */

import { failureText } from "../report/failure-text.ts";
import { successLines } from "../report/lines.ts";
import type { Outcome } from "../report/outcome.ts";
import { outputsOf } from "../report/outputs.ts";
import { summaryMarkdown } from "../report/summary.ts";
import { setFailed } from "../runner/fail.ts";
import { runAddress } from "../runner/input.ts";
import { log } from "../runner/log.ts";
import { setOutput } from "../runner/output.ts";
import { summaryRoom, writeSummary } from "../runner/summary.ts";

/** Tells what was seen; a run that failed still tells what it had reached. */
export function tell(outcome: Outcome, outputs: (outcome: Outcome) => object = outputsOf): void {
  for (const warning of outcome.warnings) log.warning(warning);
  for (const notice of outcome.notices) log.notice(notice);
  const failure = withPushed(outcome.failure ?? setOutputs(outputs(outcome)), outcome);
  if (failure === undefined) for (const line of successLines(outcome)) log.info(line);
  else setFailed({ title: failure.title, lines: failure.text.split("\n") });
  const room = { bytes: summaryRoom(), run: runAddress() };
  writeSummary(summaryMarkdown({ ...outcome, failure }, room));
}

/** A run that fails after some of its tags were pushed says which: they are not taken back. */
function withPushed(failure: Outcome["failure"], { pushed }: Outcome): Outcome["failure"] {
  if (failure === undefined || pushed.length === 0) return failure;
  const refs = pushed.map(({ ref, digest }) => `    ${ref} ${digest}`);
  const text = [failure.text, "  already pushed, and still there:", ...refs].join("\n");
  return { ...failure, text };
}

/** An output that cannot be written (disk full, no file) is a failed step, not a silent one. */
function setOutputs(outputs: object): Outcome["failure"] {
  try {
    for (const [name, value] of Object.entries(outputs)) setOutput(name, String(value));
    return undefined;
  } catch (error) {
    return failureText(error);
  }
}
