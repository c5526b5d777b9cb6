/** Turns the events of Node's test runner into lines to read and numbers to add up. */

import type { Outcome } from "./outcome.ts";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly todo: number;
}

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0, todo: 0 };

export function sum(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (a, b) => ({
      passed: a.passed + b.passed,
      failed: a.failed + b.failed,
      skipped: a.skipped + b.skipped,
      todo: a.todo + b.todo,
    }),
    NOTHING,
  );
}

/** The numbers and the text of one test file; `strict` counts what was left out as failed. */
export interface FileTally {
  readonly counts: Counts;
  readonly lines: readonly string[];
}

export function tallyOf(file: string, outcomes: readonly Outcome[], strict: boolean): FileTally {
  const tests = outcomes.filter((one) => !one.suite);
  const none = tests.length === 0 ? ["      holds no test"] : [];
  const failures = [...none, ...tests.flatMap((one) => failureOf(one, strict))];
  const left = tests.filter((one) => one.skipped || one.todo);
  const counts = {
    passed: tests.length + none.length - failures.length - (strict ? 0 : left.length),
    failed: failures.length,
    skipped: strict ? 0 : left.filter((one) => one.skipped).length,
    todo: strict ? 0 : left.filter((one) => !one.skipped).length,
  };
  const seconds = tests.reduce((ms, one) => ms + one.ms, 0) / 1000;
  const head = `${failures.length === 0 ? "ok  " : "FAIL"}  ${file}  ${countText(counts)}  ${seconds.toFixed(1)} s`;
  return { counts, lines: [head, ...failures] };
}

/** `3 passed, 1 failed`, and what was left out, where there is such. */
export function countText({ passed, failed, skipped, todo }: Counts): string {
  const others = [
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(todo > 0 ? [`${todo} todo`] : []),
  ];
  return [`${passed} passed`, ...others, `${failed} failed`].join(", ");
}

function failureOf(one: Outcome, strict: boolean): string[] {
  if (one.skipped || one.todo) {
    const reason = one.skipped ? "was skipped" : "is still to be written";
    return strict ? [`      ${one.name}: ${reason}; nothing may be left out here`] : [];
  }
  // Node reports a file without a test in it as one passed test named as the file.
  if (one.passed) return one.name === one.file ? [`      ${one.name}: holds no test`] : [];
  return [`      ${one.name}\n${one.error.replace(/^/gm, "        ")}`];
}
