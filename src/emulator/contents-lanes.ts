/** Reads several emulator files at once, each by a thread: what takes time is the hash. */

import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { entryBeside } from "../runner/entry.ts";
import { type Reading, readWhole } from "./contents.ts";

type Answer = Reading | string;

interface Wish {
  readonly path: string;
  readonly resolve: (answer: Answer) => void;
}

/** Beside this one. More do not help: four hash 5 GB a second, and each takes 35 ms to start. */
const MOST_THREADS = 3;

const waiting: Wish[] = [];
let here = false;
let threads = 0;

/**
 * As `readWhole`. One file is read by this thread, which takes 12 ms where another would have to be
 * started for 40; while it reads, others do it as well.
 */
export async function readInTurn(path: string): Promise<Answer> {
  return await new Promise((resolve) => {
    waiting.push({ path, resolve });
    if (!here) void readHere();
    else if (threads < Math.min(MOST_THREADS, availableParallelism() - 1)) startThread();
  });
}

async function readHere(): Promise<void> {
  here = true;
  for (let wish = waiting.shift(); wish !== undefined; wish = waiting.shift()) {
    wish.resolve(await readWhole(wish.path, () => setImmediate()));
  }
  here = false;
}

/** A thread that cannot start, or dies, leaves its file to this one. */
function startThread(): void {
  threads += 1;
  const worker = new Worker(entryBeside("contents-worker", import.meta.url));
  let wish: Wish | undefined;
  const next = (): void => {
    wish = waiting.shift();
    worker.postMessage(wish?.path);
  };
  worker.once("online", next);
  worker.on("message", (answer: Answer) => {
    wish?.resolve(revived(answer));
    next();
  });
  worker.once("error", () => {
    if (wish !== undefined) waiting.unshift(wish);
    if (!here) void readHere();
  });
  worker.once("exit", () => {
    threads -= 1;
  });
}

/** A Buffer comes out of another thread as a plain array of bytes. */
function revived(answer: Answer): Answer {
  if (typeof answer === "string") return answer;
  const { contents, identity } = answer;
  return { contents: { ...contents, head: Buffer.from(contents.head) }, identity };
}
