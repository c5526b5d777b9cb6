/** Decides what is tried again with a registry, and after how long. */

import { codeOf } from "../../failure.ts";
import { retryAfter } from "../../runner/retry-after.ts";

/** Tries in all, and milliseconds before each further one where the registry names no time. */
export const TRIES = 4;
const FIRST_WAIT = 400;
/** Longest time that a registry may ask us to wait, in milliseconds. */
const LONGEST = 30_000;

const PASSING = [429, 500, 502, 503, 504];
const BROKEN = ["ECONNRESET", "EPIPE", "ETIMEDOUT", "EAI_AGAIN"];

/** Milliseconds to wait before try number `next` (from 2) after an answer; undefined: it stands. */
export function waitAfter(
  status: number,
  headers: { readonly "retry-after"?: string | undefined; readonly date?: string | undefined },
  next: number,
): number | undefined {
  if (!PASSING.includes(status) || next > TRIES) return undefined;
  const wait = retryAfter(headers["retry-after"], headers.date) ?? FIRST_WAIT * 2 ** (next - 2);
  return wait > LONGEST ? undefined : wait;
}

/** The same after a connection that broke; one that was refused is not tried again. */
export function waitAfterError(error: unknown, next: number): number | undefined {
  const broken = BROKEN.includes(codeOf(error)) || /no byte for/.test(String(error));
  return broken && next <= TRIES ? FIRST_WAIT * 2 ** (next - 2) : undefined;
}
