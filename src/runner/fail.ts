/** Marks the step as failed: the one place that sets the exit code. */

import * as core from "@actions/core";
import { harmless } from "./log.ts";

/** A failure as it is read: a heading for the annotation, and the lines below it. */
export interface FailureText {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The runner cuts the message of an annotation after this many characters (its ExecutionContext.cs). */
const ANNOTATION_LIMIT = 4096;
const HEAD = 1000;
const MARK = "\n  …\n";

/**
 * Prints `text` as an error annotation and lets the process end with exit code 1.
 * A text that is too long for an annotation is printed whole before it.
 */
export function setFailed(text: FailureText): void {
  process.exitCode = 1;
  const message = harmless(text.lines.join("\n")) || harmless(text.title);
  if (message.length > ANNOTATION_LIMIT) core.info(message);
  core.error(shortened(message), { title: harmless(text.title) });
}

/** A text that is too long loses its middle, the output of others: cause and cure are at the end. */
function shortened(message: string): string {
  if (message.length <= ANNOTATION_LIMIT) return message;
  const end = message.slice(-(ANNOTATION_LIMIT - HEAD - MARK.length));
  return `${message.slice(0, HEAD)}${MARK}${end}`;
}
