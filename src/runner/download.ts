/** Downloads a file within a bounded time and size, and says in plain words what came instead of it. */

import { createWriteStream } from "node:fs";
import { copyFile, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Failure } from "../failure.ts";
import { deadline } from "./deadline.ts";
import { downloadFailure, mayPass } from "./download-fault.ts";
import { get, HttpStatus, STILL } from "./get.ts";

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
/** Milliseconds before the second and the third try, and the most that a server may ask for. */
const WAITS: readonly number[] = [1_000, 2_000];
const LONGEST_WAIT = 30_000;
/** Bytes of a file at most, and those that must have come after `STILL` milliseconds. */
const MOST = 64 * 1024 * 1024;
const LEAST = 50_000;

/** @throws Failure, after at most three tries of what may pass by itself; nothing is left at `to` then */
export async function download(options: DownloadOptions): Promise<void> {
  const limit = deadline(SECONDS * 1000, options.signal);
  await tried(options, limit.signal).finally(limit.end);
}

async function tried(options: DownloadOptions, signal: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await fetchTo(options.address, options.to, signal);
      return await options.check(options.to);
    } catch (error) {
      await rm(options.to, { force: true });
      options.signal.throwIfAborted();
      if (error instanceof Failure) throw error;
      const asked = error instanceof HttpStatus ? (error.wait ?? 0) : 0;
      const again = error instanceof Incomplete || mayPass(error);
      const usual =
        again && !signal.aborted && asked <= LONGEST_WAIT ? WAITS[tries - 1] : undefined;
      if (usual === undefined) {
        throw downloadFailure(options.address, signal.aborted ? signal.reason : error, tries);
      }
      await sleep(Math.max(usual, asked), undefined, { signal }).catch(() => undefined);
    }
  }
}

async function fetchTo(address: string, to: string, signal: AbortSignal): Promise<void> {
  if (address.startsWith("file:")) return await copyFile(fileURLToPath(address), to);
  const message = await get(address, signal);
  const announced = Number(message.headers["content-length"] ?? 0);
  if (announced > MOST) {
    message.destroy();
    throw tooLong(`${announced} bytes are announced`);
  }
  await pipeline(message, bounded, createWriteStream(to), { signal });
}

/** Ends with an error what is too long, too slow or stands still. */
async function* bounded(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const started = performance.now();
  const chunks = source[Symbol.asyncIterator]();
  let size = 0;
  for (;;) {
    const next = await within(chunks.next());
    if (next.done === true) return;
    size += next.value.length;
    if (size > MOST) throw tooLong("it went on");
    const ms = performance.now() - started;
    if (ms > STILL && size < LEAST) throw new Error(`only ${size} bytes in ${STILL / 1000} s`);
    yield next.value;
  }
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const still = new Promise<never>((_, reject) => {
    const error = new Error(`no byte for ${STILL / 1000} s`);
    timer = setTimeout(() => reject(error), STILL);
  });
  return await Promise.race([work, still]).finally(() => clearTimeout(timer));
}

const tooLong = (what: string): Error =>
  new Error(`more than ${MOST / 1024 / 1024} MiB, which no emulator has: ${what}`);
