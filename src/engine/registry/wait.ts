/** How long a registry wants to be left alone. */

import { retryAfter } from "../../runner/retry-after.ts";
import { hostOf, type Reference } from "./reference.ts";

/** Milliseconds in the words of a registry; undefined where they hold none. */
export function waitIn(text: string): number | undefined {
  const found = /(?:retry.?after|try again in):?\s*([\d.]+)\s*(µs|us|ms|s|m|min|h)?\b/i.exec(text);
  if (found?.[1] === undefined) return undefined;
  const unit = UNITS[(found[2] ?? "s").toLowerCase()] ?? 1000;
  return Math.ceil(Number(found[1]) * unit);
}

const UNITS: Readonly<Record<string, number>> = {
  ...{ µs: 0.001, us: 0.001, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 },
};

/** Milliseconds for the question itself. */
const PATIENCE = 5_000;

/**
 * Asks the registry itself, once, from here: engine and buildx keep its `Retry-After` to themselves.
 * Undefined where it names no time, does not answer here, or is asked in vain.
 */
export async function askedWait({ domain }: Reference): Promise<number | undefined> {
  const host = hostOf(domain);
  const scheme = /^(?:127\.|localhost(?::|$)|\[::1\])/.test(host) ? "http" : "https";
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const reply = await fetch(`${scheme}://${host}/v2/`, { redirect: "manual", signal });
    await reply.body?.cancel();
    return retryAfter(reply.headers.get("retry-after"), reply.headers.get("date"));
  } catch {
    return undefined;
  }
}
