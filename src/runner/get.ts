/** Asks a server for a file: one answer with a body, whatever redirects lead to it. */

import type { IncomingMessage } from "node:http";
import { orAborted } from "./abortable.ts";
import { retryAfter } from "./retry-after.ts";

/** An answer that is no file. */
export class HttpStatus extends Error {
  readonly status: number;
  /** Milliseconds that the server wants to be left alone. */
  readonly wait: number | undefined;

  constructor(message: IncomingMessage) {
    super(`HTTP status ${message.statusCode} ${message.statusMessage ?? ""}`.trim());
    this.status = message.statusCode ?? 0;
    this.wait = retryAfter(message.headers["retry-after"], message.headers.date);
  }
}

const HOPS = 5;
/** Milliseconds without a byte after which a server counts as standing still; and without an answer. */
export const STILL = 10_000;
const UNANSWERED = 12_000;

/**
 * GitHub's own client knows proxies and the runner's certificates. It follows redirects too, but no
 * relative ones, and fifty of them; so they are followed here.
 */
export async function get(address: string, signal: AbortSignal): Promise<IncomingMessage> {
  const { HttpClient } = await import("@actions/http-client");
  const client = new HttpClient("anyarch", [], {
    allowRedirects: false,
    socketTimeout: UNANSWERED,
  });
  let url = new URL(address);
  for (let hops = 0; hops <= HOPS; hops++) {
    const { message } = await orAborted(client.get(url.href), signal);
    const { statusCode: status = 0, headers } = message;
    if (status === 200) return message;
    message.destroy();
    if (status < 300 || status >= 400 || headers.location === undefined) {
      throw new HttpStatus(message);
    }
    url = redirected(url, headers.location);
  }
  throw new Error(`redirected more than ${HOPS} times, last to ${url.href}`);
}

/** Where a redirect leads: TLS is never given up on the way. */
function redirected(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href)) throw new Error(`redirected to no address: ${location}`);
  const url = new URL(location, from);
  const weaker = from.protocol === "https:" && url.protocol !== "https:";
  if (!/^https?:$/.test(url.protocol) || weaker) throw new Error(`redirected to ${url.href}`);
  return url;
}
