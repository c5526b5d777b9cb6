/** Tells the user which platforms' tests failed, how, and what they printed last. */

import { exitCodeText, signalText } from "../../exit-code.ts";
import { assertNever, Failure, type FailureParts } from "../../failure.ts";
import { platformName } from "../../platform/platform.ts";
import { explained } from "../build/known-errors.ts";
import { crashText, passed, type TestReport } from "./report.ts";

/**
 * The Failure of all reports that failed, or undefined where all passed; `emulators` are the names
 * of the emulators by platform.
 */
export function testFailure(
  reports: readonly TestReport[],
  emulators: Readonly<Record<string, string>>,
): Failure | undefined {
  const bad = reports.filter((report) => !passed(report));
  const [first] = bad;
  if (first === undefined) return undefined;
  const good = namesOf(reports.filter(passed));
  return new Failure({
    what: `The test of the image for ${namesOf(bad).join(" and for ")} failed`,
    seen: bad.map(seen).join("\n"),
    expected: `exit code 0${good.length === 0 ? "" : `, as for ${good.join(", ")}`}`,
    ...advice(first, emulators[platformName(first.platform)]),
  });
}

function namesOf(reports: readonly TestReport[]): readonly string[] {
  return reports.map(({ platform }) => platformName(platform));
}

function seen(report: TestReport): string {
  const name = platformName(report.platform);
  const { lastLines } = report;
  const last =
    lastLines.length === 0 ? " and no output" : `; its last lines:\n${lastLines.join("\n")}`;
  switch (report.kind) {
    case "refused": {
      const { what, seen } = report.failure.parts;
      return `${name}: ${what}${seen === undefined ? "" : `: ${seen}`}`;
    }
    case "silent":
      return `${name}: no output for ${report.minutes} min, so it was stopped${last}`;
    case "crashed":
      return `${name}: ${crashText(report)}, so it was stopped${last}`;
    case "ran":
      return `${name}: exit code ${exitCodeText(report.exitCode)}${crashed(report)}${last}`;
    default:
      return assertNever(report);
  }
}

function crashed({ crash }: TestReport): string {
  return crash === undefined ? "" : ` and a crash in it (${signalText(crash)})`;
}

/** What the table of known errors says of it, and else how to run the test by hand. */
function advice(
  report: TestReport,
  emulator: string | undefined,
): Pick<FailureParts, "cause" | "fix" | "anchor" | "also"> {
  if (report.kind === "silent") return ofSilence();
  const platform = platformName(report.platform);
  const { lastLines, script: command, crash } = report;
  const { fix, cause, seen = "" } = report.kind === "refused" ? report.failure.parts : {};
  if (fix !== undefined) return { cause, fix, anchor: "test-failed" };
  const code = report.kind === "ran" ? report.exitCode : undefined;
  const output = [...lastLines, seen].join("\n");
  const facts = { said: "program" as const, output, platform, emulator, command, code, crash };
  const byHand = `Run the same by hand: docker run --rm --platform ${platform} --entrypoint /bin/sh IMAGE -ec 'THE TEST'`;
  return { fix: byHand, ...explained(facts, "test-failed") };
}

function ofSilence(): Pick<FailureParts, "cause" | "fix" | "anchor"> {
  return {
    cause: "It starts a program that does not end, such as a server, or it hangs.",
    fix: "test: timeout 60 /app || test $? = 124   # ends a server; or timeout: with more minutes",
    anchor: "test-silent",
  };
}
