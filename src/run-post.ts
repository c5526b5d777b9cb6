/** The post entry: undoes by the saved ledger what main left for the rest of the job. */

import { connectEngine } from "./engine/connection.ts";
import type { HostJob } from "./job.ts";
import { ledgerFrom, needsEngine, openLedger } from "./ledger.ts";
import { STATE } from "./open-job.ts";
import { environment } from "./runner/env.ts";
import { log } from "./runner/log.ts";
import { stateOf } from "./runner/state.ts";
import { undo } from "./undo.ts";

/** Milliseconds that the undoing may take. */
const LIMIT = 30_000;

/** Without saved state it does nothing: then main made nothing, or this is no run of ours. */
export async function post(): Promise<void> {
  const ledger = ledgerFrom(stateOf(STATE));
  if (ledger === undefined || ledger.undone) return;
  try {
    const signal = AbortSignal.timeout(LIMIT);
    const engine = needsEngine(ledger) ? await connectEngine(environment(), signal) : undefined;
    const { jobId: id, temp, keep } = ledger;
    const book = openLedger({ jobId: id, temp, keep }, () => undefined);
    book.note(ledger);
    const job: HostJob = { id, temp, engine, signal, trusted: false, ledger: book, pending: [] };
    await undo(job);
    engine?.close();
  } catch (error) {
    log.warning(error instanceof Error ? error.message : String(error));
  }
}
