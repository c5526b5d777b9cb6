/** A step of a build as it is at one moment, and what can happen to it. */

import type { Status } from "./progress.ts";

/** The platform a step runs on, and the one whose image it is for; canonical names. */
export interface StepPlatforms {
  readonly runs: string;
  readonly serves: string;
}

export interface Step {
  /** From 1, in the order in which the steps started; as `#7` in the log. */
  readonly number: number;
  readonly name: string;
  /** From its name, else from the step it builds on: BuildKit names none in RUN after FROM scratch. */
  readonly platforms: StepPlatforms | undefined;
  /** When it ran, in milliseconds by the builder's clock; a running one has no end yet. */
  readonly spans: readonly { readonly start: number; readonly end: number | undefined }[];
  readonly cached: boolean;
  readonly error: string | undefined;
  /** Its last lines of output. */
  readonly tail: readonly string[];
  /** When it last gave a sign of life, in milliseconds by our clock. */
  readonly heard: number;
  /** The first crash that the emulator told of, and when that was read, in milliseconds by our clock. */
  readonly crash?: { readonly signal: number; readonly seen: number } | undefined;
  /** BuildKit passes on no more of its output: it was too long. */
  readonly clipped?: boolean | undefined;
}

/** What a piece of progress changed. */
export type StepEvent =
  | { readonly kind: "started"; readonly step: Step }
  | { readonly kind: "ended"; readonly step: Step }
  | { readonly kind: "line"; readonly step: Step; readonly text: string; readonly time: number }
  | { readonly kind: "status"; readonly step: Step; readonly status: Status };

export const isRunning = (step: Step): boolean => step.spans.at(-1)?.end === undefined;

/** The command of a RUN step; "" for any other. */
export const commandOf = (step: Step): string =>
  /^\[[^\]]*\d+\/\d+\] RUN ([\s\S]*)$/.exec(step.name)?.[1] ?? "";

/** The platform the step ran on, where `platforms` were built; undefined where that is not known. */
export const platformOf = (step: Step, platforms: readonly string[]): string | undefined =>
  step.platforms?.runs ?? (platforms.length === 1 ? platforms[0] : undefined);

/** BuildKit ends the steps beside a failing one with this error: they are not the cause. */
export const wasCancelled = (step: Step): boolean =>
  /\bcontext cancell?ed\b/i.test(step.error ?? "");

/**
 * The platform a step runs on and the one it works for, as BuildKit puts them before its name:
 * `[linux/arm64 2/3] RUN` -> both `linux/arm64`; `[linux/amd64->arm64 2/3] RUN` -> runs on amd64 for
 * arm64. Undefined where the name has none: builds of one platform, and steps of no platform.
 */
export function stepPlatforms(name: string): StepPlatforms | undefined {
  const found = /^\[(([a-z0-9]+)\/[a-z0-9]+(?:\/v\d+)?)(?:->([a-z0-9/]+))? /.exec(name);
  const [, runs, os, target] = found ?? [];
  if (runs === undefined) return undefined;
  if (target === undefined) return { runs, serves: runs };
  const whole = target.startsWith(`${os}/`) || target.split("/").length > 2;
  return { runs, serves: whole ? target : `${os}/${target}` };
}
