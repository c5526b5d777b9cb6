/** Reads when a server wants to be asked again. */

/** Value of `Retry-After`, seconds or a date (RFC 9110, 10.2.3), as milliseconds from `now`. */
export function retryAfter(value: string | null | undefined, now: number): number | undefined {
  if (value === null || value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
