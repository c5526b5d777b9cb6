/** How long a registry wants to be left alone. */

import { retryAfter } from "../../runner/retry-after.ts";
import { hostOf, type Reference } from "./reference.ts";

/** One amount of time; Go writes several in one word, `1m30s`. */
const AMOUNT = String.raw`(\d+(?:\.\d+)?)\s*(µs|us|ms|s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:ours?)?)?`;
const ASKED = new RegExp(
  `(?:retry.?after|try again in):?\\s*((?:${AMOUNT})+)(?![a-z\\d]|\\.\\d)`,
  "i",
);

/** Milliseconds in the words of a registry; undefined where they hold none. */
export function waitIn(text: string): number | undefined {
  const asked = ASKED.exec(text)?.[1];
  if (asked === undefined) return undefined;
  const amounts = [...asked.matchAll(new RegExp(AMOUNT, "gi"))];
  const ms = amounts.map(([, count, unit = "s"]) => Number(count) * unitOf(unit.toLowerCase()));
  return Math.ceil(ms.reduce((sum, each) => sum + each));
}

function unitOf(unit: string): number {
  if (/^[µu]s/.test(unit)) return 0.001;
  if (unit === "ms") return 1;
  return unit.startsWith("h") ? 3_600_000 : unit.startsWith("m") ? 60_000 : 1000;
}

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
