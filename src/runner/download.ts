/** Downloads a file within a bounded time, and says in plain words what came instead of it. */

import { copyFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Failure } from "../failure.ts";
import { orAborted } from "./abortable.ts";

export interface DownloadOptions {
  /** https:, http: to loopback, or file:. */
  readonly address: string;
  /** Path of the file to write. */
  readonly to: string;
  readonly signal: AbortSignal;
  /** Looks at the whole file; `Incomplete` when it was cut and is worth another try. */
  readonly check: (path: string) => Promise<void>;
}

/** Thrown by a check: the file ended too early. */
export class Incomplete extends Error {}

/** Seconds for everything, tries and waits included; an emulator is 3 MB packed. */
const SECONDS = 180;
const TRIES = 3;
const REDIRECTS = 3;

/**
 * `downloadTool` of `@actions/tool-cache` knows proxies and tries again after a refused connection,
 * 408, 429 and 5xx. It takes a cut body, an HTML page or an empty answer for success (so `check`
 * looks at the content), follows no relative redirect and never gives up by itself (so here).
 */
export async function download(options: DownloadOptions): Promise<void> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(SECONDS * 1000)]);
  for (let left = TRIES - 1; ; left--) {
    try {
      await fetchTo(options.address, options.to, signal);
      await options.check(options.to);
      return;
    } catch (error) {
      await rm(options.to, { force: true });
      options.signal.throwIfAborted();
      if (error instanceof Failure) throw error;
      if (!(error instanceof Incomplete) || left === 0)
        throw failed(options.address, error, signal);
    }
  }
}

async function fetchTo(address: string, to: string, signal: AbortSignal): Promise<void> {
  if (address.startsWith("file:")) return await copyFile(fileURLToPath(address), to);
  let next = address;
  for (let hops = 0; ; hops++) {
    try {
      await orAborted(downloaded(next, to), signal);
      return;
    } catch (error) {
      const target =
        isInvalidUrl(error) && hops < REDIRECTS ? await redirectOf(next, signal) : undefined;
      if (target === undefined) throw error;
      next = target;
    }
  }
}

async function downloaded(address: string, to: string): Promise<void> {
  const { downloadTool } = await import("@actions/tool-cache");
  // Its waits of 10 to 20 s between tries can be set only so; with them a mirror that is down would
  // cost a minute before the next source is asked.
  Object.assign(globalThis, {
    TEST_DOWNLOAD_TOOL_RETRY_MIN_SECONDS: 1,
    TEST_DOWNLOAD_TOOL_RETRY_MAX_SECONDS: 3,
  });
  await downloadTool(address, to);
}

function isInvalidUrl(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_INVALID_URL";
}

/** Where a relative redirect leads, absolute; only on the same host, so no scheme is weakened. */
async function redirectOf(address: string, signal: AbortSignal): Promise<string | undefined> {
  const reply = await fetch(address, { method: "HEAD", redirect: "manual", signal });
  const location = reply.headers.get("location");
  if (location === null || !URL.canParse(location, address)) return undefined;
  const url = new URL(location, address);
  return url.origin === new URL(address).origin ? url.href : undefined;
}

function failed(address: string, error: unknown, signal: AbortSignal): Failure {
  const text = error instanceof Error ? error.message : String(error);
  const seen = signal.aborted ? `not finished after ${SECONDS} seconds` : text;
  return new Failure(
    {
      what: `could not download ${address}`,
      seen,
      cause: causeOf(text),
      fix: "emulator: package",
      anchor: "emulator-download",
    },
    { cause: error },
  );
}

function causeOf(text: string): string | undefined {
  if (/\b404\b/.test(text)) return "nothing is published at this address; see emulator-version";
  if (/\b40[13]\b/.test(text)) return "the server does not give it without a login";
  if (/\b(429|5\d\d)\b/.test(text)) return "the server is overloaded or down; it was tried 3 times";
  return undefined;
}
