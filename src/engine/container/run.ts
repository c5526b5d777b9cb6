/** Runs a container to its end, and leaves nothing of it whatever happens. */

import { Failure } from "../../failure.ts";
import type { Engine } from "../engine.ts";
import { type BeginSpec, beginContainer, endOf, type Given, type RunResult } from "./begin.ts";

export interface RunSpec extends BeginSpec {
  /** What it reads; see `Given`. */
  readonly text?: string | undefined;
  /** Milliseconds after which it is killed: a Failure. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Creates, fills, starts and waits for a container; any exit code is a result. stdout and stderr
 * hold the last 1 MiB each. On an error, an abort (its reason is thrown) or a timeout the container
 * is killed and removed before this throws; else its removal is under way as `removed`.
 */
export async function runContainer(engine: Engine, spec: RunSpec): Promise<RunResult> {
  const stop = new AbortController();
  const timer =
    spec.timeoutMs === undefined
      ? undefined
      : setTimeout(() => stop.abort(tooLong(spec)), spec.timeoutMs);
  const given: Given = { text: spec.text };
  try {
    const signal = AbortSignal.any([spec.signal, stop.signal]);
    return await endOf(engine, await beginContainer(engine, { ...spec, signal }), given);
  } finally {
    clearTimeout(timer);
  }
}

function tooLong(spec: RunSpec): Failure {
  const seconds = (spec.timeoutMs ?? 0) / 1000;
  const what = `A container of ${spec.image} ran longer than ${seconds} s and was killed`;
  return new Failure({ what, seen: spec.cmd.join(" ") });
}
