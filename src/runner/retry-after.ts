/** Reads when a server wants to be asked again. */

/**
 * Value of `Retry-After`, seconds or a date (RFC 9110, 10.2.3), in milliseconds. A date is reckoned
 * from the answer's own `Date`: what this machine's clock says does not matter then.
 */
export function retryAfter(
  value: string | null | undefined,
  date: string | null | undefined,
): number | undefined {
  if (value === null || value === undefined) return undefined;
  const sent = Date.parse(date ?? "");
  const now = Number.isNaN(sent) ? Date.now() : sent;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
