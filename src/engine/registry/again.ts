/** Tries again where a registry was busy for a moment: no sooner than it allows, and not for ever. */

import { setTimeout as sleep } from "node:timers/promises";
import { RegistryFailure } from "./failure.ts";
import { mayPass } from "./refusals.ts";
import { askedWait, waitIn } from "./wait.ts";

/** Milliseconds before the second attempt, the third and so on, where the registry names no time. */
const WAITS: readonly number[] = [2_000, 4_000, 8_000, 16_000];
/** Milliseconds after the start of the first attempt in which the last one starts. */
const LATEST = 120_000;

export interface AgainOptions {
  readonly signal: AbortSignal;
  /** Told in one line before each wait. */
  readonly tell: (line: string) => void;
  readonly clock?: Clock;
}

/** Stands in for time and network in tests. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<unknown>;
  askedWait: typeof askedWait;
}

const real: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  askedWait,
};

/**
 * `attempt` up to five times, the last one at most two minutes after the first. Only a
 * RegistryFailure that may pass by itself is tried again; the one that is thrown tells the attempts.
 */
export async function again<T>(
  attempt: () => Promise<T>,
  { signal, tell, clock = real }: AgainOptions,
): Promise<T> {
  const started = clock.now();
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RegistryFailure)) throw error;
      const { request } = error;
      const asked = await askedOf(error, clock);
      signal.throwIfAborted();
      const usual = mayPass(error.refusal) || asked !== undefined ? WAITS[attempts - 1] : undefined;
      const wait = Math.max(usual ?? 0, asked ?? 0);
      if (usual === undefined || clock.now() - started + wait > LATEST) {
        const expected = usual === undefined ? undefined : tooLong(wait);
        throw new RegistryFailure({ ...request, attempts, expected });
      }
      const place = `${request.reference.domain}: attempt ${attempts} of ${WAITS.length + 1}`;
      tell(`${place} failed (${request.text}), the next one in ${Math.ceil(wait / 1000)} s`);
      await clock.sleep(wait, signal);
    }
  }
}

/** Milliseconds the registry wants to be left alone; undefined where it names none, or has decided. */
async function askedOf(error: RegistryFailure, clock: Clock): Promise<number | undefined> {
  if (!mayPass(error.refusal) && error.refusal !== "other") return undefined;
  return waitIn(error.request.text) ?? (await clock.askedWait(error.request.reference));
}

const tooLong = (ms: number): string =>
  `an attempt within ${LATEST / 1000} s; the next one was due in ${Math.ceil(ms / 1000)} s`;
