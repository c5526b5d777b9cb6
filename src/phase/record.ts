/** Gathers what the run saw, phase by phase, into the one outcome that is reported at the end. */

import { type Platform, samePlatform } from "../platform/platform.ts";
import { failureText } from "../report/failure-text.ts";
import { nothingYet, type Outcome } from "../report/outcome.ts";
import type { PlatformOutcome } from "../report/platform-outcome.ts";
import { inGroup } from "../runner/log.ts";

export interface RunRecord {
  outcome(): Outcome;
  add(change: Partial<Outcome>): void;
  /** Adds facts to one platform's row. */
  addTo(platform: Platform, change: Partial<PlatformOutcome>): void;
  notice(text: string): void;
  warn(text: string): void;
  fail(error: unknown): void;
  /** Runs `work` as a log group called `name`, and keeps how long it took, also when it fails. */
  phase<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export function openRecord(): RunRecord {
  let outcome = nothingYet;
  const add = (change: Partial<Outcome>): void => {
    outcome = { ...outcome, ...change };
  };
  return {
    outcome: () => outcome,
    add,
    addTo: (platform, change) =>
      add({
        platforms: outcome.platforms.map((row) =>
          samePlatform(row.platform, platform) ? { ...row, ...change } : row,
        ),
      }),
    notice: (text) => add({ notices: [...outcome.notices, text] }),
    warn: (text) => add({ warnings: [...outcome.warnings, text] }),
    fail: (error) => add({ failure: failureText(error) }),
    phase: async (name, work) => {
      const started = performance.now();
      try {
        return await inGroup(name, work);
      } finally {
        add({ phases: [...outcome.phases, { name, ms: performance.now() - started }] });
      }
    },
  };
}
