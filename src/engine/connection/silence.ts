/** A limit for an engine that takes a call and then stands still. */

import { Failure } from "../../failure.ts";

/** Milliseconds for what an engine does without a word: a big image that it packs, before all. */
const PATIENCE = 600_000;

/** What is destroyed with a Failure once nothing was heard of it for that long. */
export interface Watched {
  /** Something came or went. */
  alive(): void;
  end(): void;
}

/** Watches one direction of a call, until its end. */
export function watch(
  stream: { destroy(error: Error): unknown },
  { method, path }: { readonly method: string; readonly path: string },
  ms: number = PATIENCE,
): Watched {
  const timer = setTimeout(() => stream.destroy(silent(`${method} ${path}`, ms)), ms);
  // The connection keeps the process; a call that was left alone does not.
  timer.unref();
  return { alive: () => timer.refresh(), end: () => clearTimeout(timer) };
}

function silent(call: string, ms: number): Failure {
  return new Failure({
    what: `The engine stands still: for ${ms / 1000} s it did not answer ${call}`,
    cause: "its machine is overloaded or its disk hangs, or it waits for itself",
    fix: "docker info   # must answer at once",
    anchor: "engine-silent",
  });
}

/** The pieces of `body`, each told to `watched` as it goes. */
export async function* toldOf<T>(body: AsyncIterable<T>, watched: Watched): AsyncGenerator<T> {
  for await (const piece of body) {
    watched.alive();
    yield piece;
  }
}
