/** Explains a failed build: which step, what it said last, why, and what to do. */

import { exitCodeText } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import { likelyCause } from "./build-failure-causes.ts";
import type { FailureFacts } from "./build-failure-table.ts";
import { type Step, stepPlatforms, wasCancelled } from "./steps-event.ts";
import { titleOf } from "./steps-log.ts";

/** How the call ended. */
export interface FailedBuild {
  readonly exitCode: number;
  /** What buildx wrote besides its progress. */
  readonly text: string;
  /** Its command line, without secrets. */
  readonly line: string;
  /** Canonical names of what was built. */
  readonly platforms: readonly string[];
  readonly emulated: readonly string[];
}

/** Lines of output that are shown, the error itself among them. */
const SHOWN = 20;

/** The Failure for a build that ended with an exit code other than 0. */
export function buildFailure(steps: readonly Step[], failed: FailedBuild): Failure {
  const step = steps.find((one) => one.error !== undefined && !wasCancelled(one));
  const error = step?.error ?? lastError(failed.text);
  const platform = platformOf(step, failed.platforms);
  const code = Number(/exit code: (\d+)/.exec(step?.error ?? "")?.[1] ?? Number.NaN);
  const emulated = platform !== undefined && failed.emulated.includes(platform);
  const facts: FailureFacts = {
    output: [...(step?.tail ?? []), error, failed.text].join("\n"),
    platform: platform ?? failed.platforms.join(", "),
    code: Number.isNaN(code) ? undefined : code,
    emulated,
  };
  return new Failure({
    what: whatFailed(step, platform, failed.text),
    seen: Number.isNaN(code)
      ? error
      : `exit code ${exitCodeText(code)}${emulated ? ", under emulation" : ""}`,
    command: { line: failed.line, exitCode: failed.exitCode, stderr: shown(step, error) },
    ...likelyCause(facts),
  });
}

function whatFailed(step: Step | undefined, platform: string | undefined, text: string): string {
  if (step === undefined) return "The build failed.";
  const place = dockerfileLine(text);
  const where = place === undefined ? "" : ` (${place})`;
  const named = stepPlatforms(step.name) !== undefined || platform === undefined;
  return `The build${named ? "" : ` for ${platform}`} failed at ${titleOf(step)}${where}`;
}

/** The platform the step ran on. */
function platformOf(step: Step | undefined, platforms: readonly string[]): string | undefined {
  return step?.platforms?.runs ?? (platforms.length === 1 ? platforms[0] : undefined);
}

/** buildx shows the place as `Dockerfile:12` on a line of its own, over a picture of it. */
function dockerfileLine(text: string): string | undefined {
  return /^(\S.*:\d+)\n-{8,}$/m.exec(text)?.[1];
}

/** What follows `ERROR: ` at the end, with the lines below it. */
function lastError(text: string): string {
  const at = text.lastIndexOf("ERROR: ");
  return at < 0 ? text.trim() : text.slice(at + "ERROR: ".length).trim();
}

function shown(step: Step | undefined, error: string): string {
  return [...(step?.tail ?? []), ...error.split("\n")].slice(-SHOWN).join("\n");
}
