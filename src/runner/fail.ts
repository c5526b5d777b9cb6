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

/**
 * Prints `text` as an error annotation and lets the process end with exit code 1.
 * A text that is too long for an annotation is printed whole before it.
 */
export function setFailed(text: FailureText): void {
  process.exitCode = 1;
  const message = harmless(text.lines.join("\n")) || harmless(text.title);
  if (message.length > ANNOTATION_LIMIT) core.info(message);
  core.error(message.slice(0, ANNOTATION_LIMIT), { title: harmless(text.title) });
}
