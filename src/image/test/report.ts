/** What came of the test of one image. */

import { exitCodeText, signalText } from "../../exit-code.ts";
import type { Failure } from "../../failure.ts";
import type { Platform } from "../../platform/platform.ts";
import { AFTER_CRASH } from "../build/stop.ts";

export interface Tested {
  readonly platform: Platform;
  readonly ms: number;
  /** The last 20 lines of its output. */
  readonly lastLines: readonly string[];
  readonly script: string;
  /** The signal of a crash that the emulator told of, and that the script does not expect. */
  readonly crash: number | undefined;
}

export type TestReport =
  | (Tested & { readonly kind: "ran"; readonly exitCode: number })
  /** It was stopped after so many minutes without output. */
  | (Tested & { readonly kind: "silent"; readonly minutes: number })
  /** A program crashed in it, and it did not end of that: it was stopped. */
  | (Tested & { readonly kind: "crashed" })
  /** It could not be started: no shell, no such program, wrong machine. */
  | (Tested & { readonly kind: "refused"; readonly failure: Failure });

/** Whether the image may be published as far as this test goes. */
export function passed(report: TestReport): boolean {
  return report.kind === "ran" && report.exitCode === 0 && report.crash === undefined;
}

/** The exit code as it is reported; for what has none, that of `timeout` and of `docker run`. */
export function exitCodeOf(report: TestReport): number {
  if (report.kind === "silent") return 124;
  if (report.kind === "refused") return 125;
  if (report.kind === "crashed") return 128 + (report.crash ?? 0);
  const crashed = report.exitCode === 0 && report.crash !== undefined;
  return crashed ? 128 + report.crash : report.exitCode;
}

/** In words, for the log. */
export function outcome(report: TestReport): string {
  if (report.kind === "silent") return `test stopped: no output for ${report.minutes} min`;
  if (report.kind === "refused") {
    const { what, seen } = report.failure.parts;
    return `test not started: ${what}${seen === undefined ? "" : ` (${seen})`}`;
  }
  if (report.kind === "crashed") return `test stopped: ${crashText(report)}`;
  if (passed(report)) return "test passed";
  const crash = report.crash === undefined ? "" : `, a program died of ${signalText(report.crash)}`;
  return `test failed: exit code ${exitCodeText(report.exitCode)}${crash}`;
}

/** What happened in a test that was stopped for a crash. */
export function crashText({ crash }: Tested): string {
  return `a program died of ${signalText(crash ?? 0)}, and the test still ran after ${AFTER_CRASH / 1000} s`;
}
