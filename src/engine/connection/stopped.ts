/** Tells a run that failed because its engine stopped from one that failed by itself. */

import { codeOf, Failure, type FailureParts, sentence } from "../../failure.ts";
import { deadline } from "../../runner/deadline.ts";
import type { Engine } from "../engine.ts";

/** Milliseconds that an engine which is still there gets to say so. */
const PATIENCE = 2_000;

/** What a connection that the other side closes in the middle of an answer ends with. */
const CUT = ["ECONNRESET", "EPIPE"];

/**
 * Why a run failed with `error`: the engine's stop, where it does not answer any more or was lost
 * meanwhile (it may be back), whatever else that looks like; else `error` as it is. A program that
 * dies with its engine, killed, looks like one that had no memory.
 */
export async function orEngineStopped(
  engine: Engine,
  error: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const { state, now } = await pinged(engine, signal);
  const lost = wasLost(error);
  if (signal.aborted || (state !== "gone" && !lost)) return error;
  const { what, seen, command } = error instanceof Failure ? error.parts : bare(error);
  return new Failure({
    what: `The container engine stopped in the middle${lost ? "" : `. ${what}`}`,
    ...{ seen, command },
    cause: `It was restarted, it crashed, or its machine had no memory left; ${now}.`,
    fix: "sudo journalctl --unit docker --since -1hour | tail -50   # on its machine: why",
    anchor: "engine-stopped",
  });
}

const bare = (error: unknown): Pick<FailureParts, "what" | "seen" | "command"> => ({
  what: sentence(error),
  seen: sentence(error),
});

interface Pinged {
  /** `late`: it is not known, as over a slow ssh. */
  readonly state: "there" | "gone" | "late";
  /** In words, for the end of a sentence. */
  readonly now: string;
}

async function pinged(engine: Engine, signal: AbortSignal): Promise<Pinged> {
  const limit = deadline(PATIENCE, signal);
  try {
    await engine.request("GET", "/_ping", { signal: limit.signal });
    return { state: "there", now: "it answers again" };
  } catch (error) {
    if (limit.signal.aborted) return { state: "late", now: "it has not answered since" };
    const said = error instanceof Failure ? (error.parts.seen ?? error.message) : sentence(error);
    return { state: "gone", now: `it does not answer (${said})` };
  } finally {
    limit.end();
  }
}

function wasLost(error: unknown): boolean {
  if (error instanceof Failure) return error.parts.anchor === "engine-unreachable";
  return CUT.includes(codeOf(error));
}
