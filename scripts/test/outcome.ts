/** What is read of one result of Node's test runner. */

import { inspect } from "node:util";

export interface Outcome {
  readonly file: string;
  readonly name: string;
  readonly passed: boolean;
  /** No test of its own: what is in it is counted. */
  readonly suite: boolean;
  readonly skipped: boolean;
  readonly todo: boolean;
  readonly ms: number;
  /** Why it failed, as it is shown. */
  readonly error: string;
}

/** The data of `test:pass` and `test:fail`. */
interface EventData {
  readonly name: string;
  readonly file?: string;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly details: {
    readonly duration_ms: number;
    readonly type?: string | undefined;
    readonly error?: unknown;
  };
}

export function outcomeOf(passed: boolean, data: EventData): Outcome {
  const { error } = data.details;
  const inside = error instanceof Error && "failureType" in error ? error.failureType : undefined;
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return {
    file: data.file ?? data.name,
    name: data.name,
    passed,
    suite: passed ? data.details.type === "suite" : inside === "subtestsFailed",
    skipped: data.skip !== undefined && data.skip !== false,
    todo: data.todo !== undefined && data.todo !== false,
    ms: data.details.duration_ms,
    error: passed ? "" : typeof cause === "string" ? cause : inspect(cause),
  };
}
