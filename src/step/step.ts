/** One step of a workflow from its start to its report, whatever happens in between. */

import { openRecord, type RunRecord } from "../phase/record.ts";
import type { Outcome } from "../report/outcome.ts";
import { waitForRunner } from "../runner/log.ts";
import { cancelOnSignal } from "../runner/signals.ts";
import { tell } from "./tell.ts";

/** Does `work` and reports; the exit code is set, nothing is thrown. `outputs` default to the image's. */
export async function runStep(
  work: (record: RunRecord, signal: AbortSignal) => Promise<void>,
  outputs?: (outcome: Outcome) => object,
): Promise<void> {
  waitForRunner();
  const cancellation = cancelOnSignal();
  const record = openRecord();
  try {
    await work(record, cancellation.signal);
    cancellation.throwIfLost();
  } catch (error) {
    record.fail(error);
  }
  tell(record.outcome(), outputs);
  cancellation.dispose();
}
