/** Explains a failed build: which step, what it said last, why, and what to do. */

import { trustParts } from "../../engine/registry/trust-fault.ts";
import { exitCodeText } from "../../exit-code.ts";
import { type Explanation, Failure } from "../../failure.ts";
import { isForgiven } from "./cache.ts";
import { explained, type FailureFacts } from "./known-errors.ts";
import { sharedMount } from "./shared-mount.ts";
import { commandOf, platformOf, type Step, stepPlatforms, wasCancelled } from "./steps-event.ts";
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
  /** Platform -> name and version of its emulator. */
  readonly emulators: Readonly<Record<string, string>>;
}

/** Lines of output that are shown, the error itself among them. */
const SHOWN = 20;

/** The Failure for a build that ended with an exit code other than 0. */
export function buildFailure(steps: readonly Step[], failed: FailedBuild): Failure {
  const errors = steps.filter((one) => one.error !== undefined && !wasCancelled(one));
  const step = errors.find((one) => !isForgiven(one));
  const error = step?.error ?? lastError(failed.text);
  const code = exitCodeIn(step?.error);
  const facts = factsOf(step, code, failed);
  const under = facts.emulator === undefined ? "" : `, under ${facts.emulator}`;
  return new Failure({
    what: whatFailed(step, step && platformOf(step, failed.platforms), failed.text),
    seen: code === undefined ? error : `exit code ${exitCodeText(code)}${under}`,
    command: { line: failed.line, exitCode: failed.exitCode, stderr: shown(step, error) },
    ...withShared(explained(facts), step && sharedMount(step, steps)),
    ...(facts.said === "builder" ? trustParts(facts.output) : {}),
  });
}

/** What is surely so stands before what its words hint at; nothing may explain a crash away. */
function withShared(known: ReturnType<typeof explained>, shared: Explanation | undefined) {
  if (shared === undefined) return known;
  if (known.cause === undefined) return shared;
  return { ...known, also: [...(known.also ?? []), shared] };
}

/** BuildKit tells it of the program of a RUN, after the command itself. */
function exitCodeIn(error = ""): number | undefined {
  const code = /exit code: (\d+)$/.exec(error)?.[1];
  return code === undefined ? undefined : Number(code);
}

/** Of a program that failed only its own output counts: its command may speak of any error. */
function factsOf(
  step: Step | undefined,
  code: number | undefined,
  { text, platforms, emulators }: FailedBuild,
): FailureFacts {
  const platform = step && platformOf(step, platforms);
  const program = step !== undefined && code !== undefined;
  return {
    said: program ? "program" : "builder",
    output: program ? step.tail.join("\n") : [step?.error, lastError(text)].join("\n"),
    platform: platform ?? platforms.join(", "),
    emulator: emulators[platform ?? ""],
    command: step && commandOf(step),
    code,
    crash: step?.crash?.signal,
  };
}

function whatFailed(step: Step | undefined, platform: string | undefined, text: string): string {
  const place = dockerfileLine(text);
  if (step === undefined) return `The build failed${place === undefined ? "." : ` at ${place}`}`;
  const where = place === undefined ? "" : ` (${place})`;
  const named = stepPlatforms(step.name) !== undefined || platform === undefined;
  return `The build${named ? "" : ` for ${platform}`} failed at ${titleOf(step)}${where}`;
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
