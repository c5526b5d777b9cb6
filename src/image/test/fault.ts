/** Tells the user which platforms' tests failed, how, and what they printed last. */

import { exitCodeText, signalOf } from "../../exit-code.ts";
import { Failure, type FailureParts } from "../../failure.ts";
import { platformName } from "../../platform/platform.ts";
import type { TestReport } from "./test.ts";

type Advice = Pick<FailureParts, "cause" | "fix">;

/** The Failure of all reports that failed, or undefined where all passed. */
export function testFailure(reports: readonly TestReport[]): Failure | undefined {
  const bad = reports.filter((report) => !passed(report));
  const [first] = bad;
  if (first === undefined) return undefined;
  const good = namesOf(reports.filter(passed));
  return new Failure({
    what: `The test of the image for ${namesOf(bad).join(" and for ")} failed`,
    seen: bad.map(seen).join("\n"),
    expected: `exit code 0${good.length === 0 ? "" : `, as for ${good.join(", ")}`}`,
    ...advice(first),
    anchor: "test-failed",
  });
}

function passed(report: TestReport): boolean {
  return report.kind === "ran" && report.exitCode === 0;
}

function namesOf(reports: readonly TestReport[]): readonly string[] {
  return reports.map(({ platform }) => platformName(platform));
}

function seen(report: TestReport): string {
  const name = platformName(report.platform);
  const { lastLines } = report;
  if (report.kind === "refused") {
    const { what, seen } = report.failure.parts;
    return `${name}: ${what}${seen === undefined ? "" : `: ${seen}`}`;
  }
  const last =
    lastLines.length === 0 ? " and no output" : `; its last lines:\n${lastLines.join("\n")}`;
  return `${name}: exit code ${exitCodeText(report.exitCode)}${last}`;
}

function advice(report: TestReport): Advice {
  const name = platformName(report.platform);
  if (report.kind === "refused" && report.failure.parts.fix !== undefined) {
    const { cause, fix } = report.failure.parts;
    return { cause, fix };
  }
  const text = seen(report);
  if (/exec format error/i.test(text)) {
    return {
      cause: `a program in the image is made for another machine, or the node has no working handler for ${name}`,
      fix: "Let the check of the image name the program:\n  check: strict",
    };
  }
  const signal = report.kind === "ran" ? signalOf(report.exitCode) : undefined;
  if (/qemu: uncaught target signal/.test(text) || [4, 6, 11].includes(signal ?? 0)) {
    return {
      cause: "the program crashed; under an emulator often a fault of the emulator",
      fix: "Try another emulator:\n  emulator-version: 10.2.3",
    };
  }
  return {
    cause: undefined,
    fix: `Run the same by hand: docker run --rm --platform ${name} --entrypoint /bin/sh IMAGE -ec 'THE TEST'`,
  };
}
