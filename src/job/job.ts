/** What one run of an action carries through all phases. */

import type { Engine } from "../engine/engine.ts";
import type { LedgerBook } from "./ledger.ts";

export interface HostJob {
  /**
   * Names everything this run makes: `anyarch-<start>-<owner>-<boot><random>`, see `jobIdAt`.
   * Handlers are `<id>-<qemu target>`, containers carry the label `anyarch.job=<id>`, images are
   * tagged `anyarch.local/<id>/…`, a builder is called `<id>`.
   */
  readonly id: string;
  /** A folder of this run's own, mode 0700, removed at the end. */
  readonly temp: string;
  /** Undefined where emulation alone is asked and no engine answers, or none is needed. */
  readonly engine: Engine | undefined;
  /** Aborted at SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Whether GitHub says that what triggered the run may write to the Actions cache. */
  readonly trusted: boolean;
  /** Told before anything is made, so that undo finds it. */
  readonly ledger: LedgerBook;
  /** Clean-up under way, which nothing waits for until the end of the run. */
  readonly pending: Promise<unknown>[];
}

/** A run that has an engine. */
export interface Job extends HostJob {
  readonly engine: Engine;
}

export function hasEngine(job: HostJob): job is Job {
  return job.engine !== undefined;
}
