/** The post entry: undoes by the saved ledger what main left for the rest of the job. */

import { connectEngine } from "./engine/connection/connection.ts";
import type { Engine } from "./engine/engine.ts";
import { sentence } from "./failure.ts";
import type { HostJob } from "./job/job.ts";
import { type Ledger, ledgerFrom, needsEngine, openLedger } from "./job/ledger.ts";
import { deadline } from "./runner/deadline.ts";
import { environment } from "./runner/env.ts";
import { log } from "./runner/log.ts";
import { cancelOnSignal } from "./runner/signals.ts";
import { stateOf } from "./runner/state.ts";
import { STATE } from "./step/open-job.ts";
import { undo } from "./step/undo.ts";

/** Milliseconds that the undoing may take, of which an engine has so many to answer at all. */
const LIMIT = 30_000;
const ENGINE = 10_000;
/** Milliseconds after a signal: of the 7.5 s that the runner gives. */
const CANCELLED = 5_000;

/** Without saved state it does nothing: then main made nothing, or this is no run of ours. */
export async function post(): Promise<void> {
  const ledger = ledgerFrom(stateOf(STATE));
  if (ledger === undefined || ledger.undone) return;
  const { signal, throwIfLost, end } = limited();
  try {
    const engine = needsEngine(ledger) ? await engineOrLost(signal) : undefined;
    await undo({ ...jobOf(ledger, engine, signal), last: true });
    engine?.close();
    throwIfLost();
  } catch (error) {
    log.warning(sentence(error));
  } finally {
    end();
  }
}

/** It ends what it began: a signal only leaves it less time. */
function limited(): { readonly signal: AbortSignal; throwIfLost(): void; end(): void } {
  const cancellation = cancelOnSignal();
  const soon = new AbortController();
  const limit = deadline(LIMIT, soon.signal);
  let timer: NodeJS.Timeout | undefined;
  cancellation.signal.addEventListener("abort", () => {
    timer = setTimeout(() => soon.abort(cancellation.signal.reason), CANCELLED);
  });
  const end = (): void => {
    clearTimeout(timer);
    limit.end();
    cancellation.dispose();
  };
  return { signal: limit.signal, throwIfLost: cancellation.throwIfLost, end };
}

/** Where it does not answer, one that never will: what needs no engine is undone all the same. */
async function engineOrLost(signal: AbortSignal): Promise<Engine> {
  const limit = deadline(ENGINE, signal);
  try {
    return await connectEngine(environment(), limit.signal);
  } catch (error) {
    const lost = (): Promise<never> => Promise.reject(error);
    return { endpoint: "", request: lost, stream: lost, dialog: lost, close: () => undefined };
  } finally {
    limit.end();
  }
}

function jobOf(ledger: Ledger, engine: Engine | undefined, signal: AbortSignal): HostJob {
  const { jobId: id, temp, keep } = ledger;
  const book = openLedger({ jobId: id, temp, keep }, () => undefined);
  book.note(ledger);
  return { id, temp, engine, signal, trusted: false, ledger: book, pending: [] };
}
